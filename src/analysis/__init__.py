"""The programme workbook: household reviews and budgets in, figures and dated reports out.

The public names stand in `__init__.pyi`, by which editors know them; docs/api.md lists them. Each is
loaded when it is first asked for, so that a command which needs one does not wait for all.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
