"""`python -m analysis` is the command `giamngheo`."""

import sys

from analysis.cli import main

sys.exit(main())
