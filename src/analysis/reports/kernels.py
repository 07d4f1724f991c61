"""Kernels that are started once and used for one notebook after another."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from typing import Self, TypeVar

from jupyter_client.manager import KernelManager
from traitlets.config import Config

KERNEL = "python3"
"""The kernel of the environment the batch runs in; the one stored in a notebook may not exist here."""

CLIENT = "jupyter_client.asynchronous.AsyncKernelClient"
"""What a notebook talks to its kernel with: waiting in a blocking one, nobody sees that the kernel died."""

LONGEST_SOCKET_FOLDER = 80
"""A socket's path has room for about a hundred bytes, its file's name included."""

Result = TypeVar("Result")


class Kernels:
    """A few threads, each with a kernel of its own that it starts when first needed.

    Starting a kernel and importing into it takes longer than most notebooks do, so that notebooks
    take turns in one; each begins in an empty namespace. As a context it ends them all.
    """

    def __init__(self, jobs: int) -> None:
        self._own = threading.local()
        self._ends = ExitStack()
        self._threads = ThreadPoolExecutor(jobs)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(cancel_futures=True)
        self._ends.close()

    def submit(self, work: Callable[[KernelManager], Result]) -> Future[Result]:
        """Have a thread do the work with its kernel."""
        return self._threads.submit(lambda: work(self._emptied()))

    def _emptied(self) -> KernelManager:
        if not hasattr(self._own, "kernel"):
            self._own.kernel = self._start()
        kernel: KernelManager = self._own.kernel
        client = kernel.blocking_client()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=60)
            client.execute_interactive("get_ipython().reset(new_session=True)", silent=True, timeout=60)
        finally:
            client.stop_channels()
        return kernel

    def _start(self) -> KernelManager:
        """Start a kernel that is talked to by sockets in a folder of its own, where the system has them.

        Kernels started side by side can race for TCP ports; and without a path of its own every
        kernel would use the same socket in the working folder.
        """
        folder = self._ends.enter_context(tempfile.TemporaryDirectory(prefix="k"))
        ipc = os.name == "posix" and len(folder) <= LONGEST_SOCKET_FOLDER
        channel = {"transport": "ipc", "ip": f"{folder}/s"} if ipc else {"transport": "tcp"}
        kernel = KernelManager(
            kernel_name=KERNEL, client_class=CLIENT, config=Config({"KernelManager": channel})
        )
        # A kernel told to stop would print that it was interrupted.
        kernel.start_kernel(extra_arguments=["--IPKernelApp.log_level=50"])
        self._ends.callback(kernel.shutdown_kernel, now=True)
        return kernel
