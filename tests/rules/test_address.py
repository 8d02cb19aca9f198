"""Which address is believed, and how little of it is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dp_ruptures.rules.address import UNKNOWN, client_address, in_words, read_networks, subscriber, truncated

NOBODY = read_networks("")
LOCAL = read_networks("127.0.0.1, 10.0.0.0/8")


@given(st.text())
def test_without_a_trusted_proxy_no_header_names_another_address(forwarded: str) -> None:
    assert client_address("81.23.45.67", forwarded, NOBODY) in {"81.23.45.67", "127.0.0.1"}


@pytest.mark.parametrize(
    ("shown", "forwarded"),
    [
        # uvicorn has already replaced a local peer by what the header claims: undone.
        ("6.6.6.6", "6.6.6.6"),
        ("6.6.6.6", "6.6.6.6:443"),
        ("7.7.7.7", "6.6.6.6, 7.7.7.7"),
        ("hello", "hello"),
        (None, "127.0.0.1"),
        (None, ""),
        ("127.0.0.1", None),
    ],
)
def test_a_local_peer_stays_local_whatever_it_forwards(shown: str | None, forwarded: str | None) -> None:
    assert client_address(shown, forwarded, NOBODY) == "127.0.0.1"


@pytest.mark.parametrize(
    ("shown", "forwarded", "address"),
    [
        ("81.23.45.67", "81.23.45.67", "81.23.45.67"),
        # What the visitor wrote stands left of what the proxy appended.
        ("81.23.45.67", "6.6.6.6, 81.23.45.67", "81.23.45.67"),
        ("10.0.0.5", "6.6.6.6, 81.23.45.67", "81.23.45.67"),
        ("10.0.0.5", "81.23.45.67, 10.1.1.1", "81.23.45.67"),
        ("10.0.0.5", "[2001:db8::1]:1234", "2001:db8::1"),
        ("10.0.0.5", "n'importe quoi", UNKNOWN),
        ("10.0.0.5", "", "10.0.0.5"),
        ("81.23.45.67", "6.6.6.6", "81.23.45.67"),
        ("::ffff:10.0.0.5", "81.23.45.67", "81.23.45.67"),
    ],
)
def test_a_trusted_proxy_is_believed_for_what_it_saw(shown: str, forwarded: str, address: str) -> None:
    assert client_address(shown, forwarded, LOCAL) == address


def test_this_machine_is_a_local_network_in_words() -> None:
    assert in_words(truncated("::1")) == in_words(truncated("127.0.0.1")) == "réseau local"
    assert in_words(truncated("81.23.45.67")) == "réseau 81.23.45.x"


def test_an_address_is_truncated_and_a_prefix_is_one_subscriber() -> None:
    assert truncated("81.23.45.67") == "81.23.45.x"
    assert truncated("2001:db8:1:2:3::4") == "2001:db8:1::/48"
    assert truncated(UNKNOWN) == UNKNOWN
    assert subscriber("81.23.45.67") == "81.23.45.67"
    assert subscriber("2001:db8:1:23::1") == subscriber("2001:db8:1:45::2") == "2001:db8:1::/56"
