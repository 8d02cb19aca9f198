"""A pharmacy's own order of products, and those it does not stock."""

from hypothesis import given
from hypothesis import strategies as st

from dp_ruptures.rules.declaration import Product
from dp_ruptures.rules.shelf import SHOWN, arrange, moved

PRODUCTS = [Product(code, f"Produit {code}", "tests", 1) for code in "abcd"]


def test_a_pharmacy_that_arranged_nothing_has_the_campaign_order() -> None:
    shelf = arrange(PRODUCTS, {}, set())
    assert shelf.order == ["a", "b", "c", "d"]
    assert shelf.not_stocked == ()


def test_its_own_order_comes_first_and_a_new_product_of_the_campaign_last() -> None:
    shelf = arrange(PRODUCTS, {"c": 1, "a": 2, "b": 3}, set())
    assert shelf.order == ["c", "a", "b", "d"]


def test_a_product_that_is_not_stocked_leaves_the_form() -> None:
    shelf = arrange(PRODUCTS, {"c": 1, "a": 2}, {"c", "gone"})
    assert [product.cip13 for product in shelf.shown] == ["a", "b", "d"]
    assert [product.cip13 for product in shelf.not_stocked] == ["c"]


def test_twelve_are_shown_and_the_rest_waits() -> None:
    many = [Product(str(number), "Produit", "tests", 1) for number in range(SHOWN + 3)]
    shelf = arrange(many, {}, {"0"})
    assert (len(shelf.shown), len(shelf.others)) == (12, 2)


@given(st.permutations(["a", "b", "c", "d"]), st.sampled_from("abcd"), st.integers(-5, 5))
def test_moving_a_product_keeps_every_other_in_order(order: list[str], cip13: str, by: int) -> None:
    after = moved(order, cip13, by)
    assert sorted(after) == sorted(order)
    assert [code for code in after if code != cip13] == [code for code in order if code != cip13]
    assert after.index(cip13) == min(max(order.index(cip13) + by, 0), 3)
