"""Properties are tried on the same examples each time; `pytest --hypothesis-profile explore` draws others."""

from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None)
settings.load_profile("steady")
