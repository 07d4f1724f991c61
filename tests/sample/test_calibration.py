import pytest
from pydantic import ValidationError

from analysis.sample.calibration import Calibration, Parameter, load_calibration


def test_a_parameter_without_source_or_reason_is_refused():
    with pytest.raises(ValidationError, match="source or an assumption"):
        Parameter[float](value=0.5)


def test_an_unknown_parameter_is_refused():
    content = load_calibration().model_dump()
    with pytest.raises(ValidationError, match="surprise"):
        Calibration.model_validate({**content, "surprise": 1})


def test_household_sizes_have_the_published_means():
    # Tây Ninh, end of 2021: 4,711 persons in 2,064 poor households is 2.28, 10,750 in 3,740 is 2.87
    sizes = load_calibration().baseline.size_share.value
    means = {c: sum(n * share for n, share in enumerate(shares, start=1)) for c, shares in sizes.items()}
    assert means == {"poor": pytest.approx(2.28, abs=0.02), "near_poor": pytest.approx(2.87, abs=0.02)}


def test_every_distribution_adds_up_to_one():
    calibration = load_calibration()
    distributions = [
        *calibration.baseline.size_share.value.values(),
        calibration.deprivation.poor_beyond_least.value,
        calibration.deprivation.near_poor_count.value,
    ]
    assert [sum(shares) for shares in distributions] == pytest.approx([1.0] * len(distributions))
