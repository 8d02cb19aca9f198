"""In how few hands a stock lies."""

from dp_ruptures.rules.concentration import of_country, of_department


def test_half_of_the_doses_in_a_tenth_of_the_pharmacies() -> None:
    held = of_department([50, *[5] * 8, 10])
    assert (held.units, held.top_units, held.top_share) == (100, 50, 0.5)


def test_of_fewer_than_ten_pharmacies_nothing_is_said_of_the_best_supplied() -> None:
    assert of_department([50, *[1] * 8]).top_share is None


def test_the_tenth_is_rounded_up_to_whole_pharmacies() -> None:
    assert of_department([9, 8, *[0] * 9]).top_units == 17


def test_zeros_count_where_the_département_has_stock() -> None:
    assert of_department([0, 0, 5, 5]).beside_share == 0.5
    assert of_department([0, 0]).beside_stock == 0
    assert of_department([]).beside_share is None


def test_the_country_ranks_everybody_and_counts_zeros_in_their_own_département() -> None:
    whole = of_country({"01": [0] * 4 + [3], "02": [0] * 5, "03": [7]})
    assert (whole.pharmacies, whole.units, whole.at_zero, whole.beside_stock) == (11, 10, 9, 4)
    assert whole.top_units == 10


def test_nothing_left_anywhere_is_no_concentration() -> None:
    assert of_department([0] * 12).top_share is None
