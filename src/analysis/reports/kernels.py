"""Kernels that are started once and used for one notebook after another."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from queue import Empty
from typing import Self, TypeVar

from jupyter_client.client import KernelClient
from jupyter_client.manager import KernelManager
from jupyter_core.utils import ensure_event_loop
from traitlets import DottedObjectName
from traitlets.config import Config

KERNEL = "python3"
"""The kernel of the environment the batch runs in; the one stored in a notebook may not exist here."""

LONGEST_SOCKET_FOLDER = 80
"""A socket's path has room for about a hundred bytes, its file's name included."""

Result = TypeVar("Result")


class _Manager(KernelManager):
    """A kernel whose notebook sees it die, as it would not waiting in a client that blocks.

    papermill leaves the client of a kernel it did not start open; `close` closes it.
    """

    client_class = DottedObjectName("jupyter_client.asynchronous.AsyncKernelClient")
    _client: KernelClient | None = None

    def client(self, **settings: object) -> KernelClient:  # type: ignore[override]
        """A client for papermill."""
        self._client = super().client(**settings)
        return self._client

    def close(self) -> None:
        """Close the last client."""
        if self._client is not None:
            self._client.stop_channels()


class Kernels:
    """A few threads, each with a kernel of its own.

    Starting a kernel and importing into it takes longer than most notebooks do, so that notebooks
    take turns in one; each begins in an empty namespace. As a context it ends them all.

    jobs: how many. first: what each kernel runs at once, such as the imports every notebook makes;
        without it a kernel is started when first needed.
    """

    def __init__(self, jobs: int, first: str | None = None) -> None:
        self._first = first
        self._own = threading.local()
        self._started: list[_Manager] = []
        self._stopped = threading.Event()
        self._ends = ExitStack()
        self._threads = ThreadPoolExecutor(jobs)
        if first is not None:
            for _ in range(jobs):
                self._threads.submit(self._kernel)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(cancel_futures=True)
        self._ends.close()

    def stop(self) -> None:
        """End what runs at once, whatever it is busy with, and start nothing more."""
        self._stopped.set()
        for kernel in list(self._started):
            kernel.shutdown_kernel(now=True)

    def submit(self, work: Callable[[KernelManager], Result]) -> Future[Result]:
        """Have a thread do the work with its kernel."""

        def run() -> Result:
            kernel = self._emptied()
            try:
                return work(kernel)
            finally:
                kernel.close()

        return self._threads.submit(run)

    def _kernel(self) -> _Manager:
        """The thread's own."""
        if not hasattr(self._own, "kernel"):
            self._own.kernel = self._start()
            if self._first is not None:
                client = self._own.kernel.blocking_client()
                client.start_channels()
                with suppress(RuntimeError):  # a kernel that is not ready says so to its first notebook
                    client.wait_for_ready(timeout=60)
                    client.execute(self._first, silent=True)
                client.stop_channels()
        return self._own.kernel

    def _emptied(self) -> _Manager:
        kernel = self._kernel()
        client = kernel.blocking_client()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=60)
            asked, answered = client.execute("get_ipython().reset(new_session=True)", silent=True), None
            while answered != asked:  # in short waits, to see a kernel that dies or is ended meanwhile
                with suppress(Empty):
                    answered = client.get_shell_msg(timeout=1)["parent_header"].get("msg_id")
                if not kernel.is_alive():
                    raise RuntimeError("Kernel died")
        finally:
            client.stop_channels()
        return kernel

    def _start(self) -> _Manager:
        """Start a kernel that is talked to by sockets in a folder of its own, where the system has them.

        Kernels started side by side can race for TCP ports; and without a path of its own every
        kernel would use the same socket in the working folder.
        """
        folder = self._ends.enter_context(tempfile.TemporaryDirectory(prefix="k"))
        ipc = os.name == "posix" and len(folder) <= LONGEST_SOCKET_FOLDER
        channel = {"transport": "ipc", "ip": f"{folder}/s"} if ipc else {"transport": "tcp"}
        self._ends.callback(ensure_event_loop().close)  # the thread's own, which nobody else closes
        kernel = _Manager(kernel_name=KERNEL, config=Config({"KernelManager": channel}))
        # A kernel told to stop would print that it was interrupted.
        kernel.start_kernel(extra_arguments=["--IPKernelApp.log_level=50"])
        self._ends.callback(kernel.shutdown_kernel, now=True)
        self._started.append(kernel)
        if self._stopped.is_set():
            raise RuntimeError("stopped")
        return kernel
