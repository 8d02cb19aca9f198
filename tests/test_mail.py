"""Letters through a real SMTP server: in TLS when offered, and what happens when it misbehaves."""

import smtplib
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext

import pytest

from dp_ruptures import mail, settings
from dp_ruptures.mail import AddressRefused, Letter, MailDown, Outbox, read_server
from tests.postbox import Post, Postbox

LETTER = Letter("officine@exemple.fr", "Écrire à une officine", "Bonjour,\n\nl'épidémie…\n")
SENDER = "DP-Ruptures <ne-pas-repondre@exemple.fr>"


@pytest.fixture
def box() -> Postbox:
    return Postbox()


@pytest.fixture
def post(box: Postbox) -> Iterator[Post]:
    with Post(box) as running:
        yield running


def outbox(url: str) -> Outbox:
    return Outbox(read_server(url), SENDER)


def test_a_letter_arrives_with_its_accents(post: Post, now: datetime) -> None:
    with outbox(post.url()) as out:
        out.send(LETTER, now)
    (letter,) = post.box.letters
    assert letter["Subject"] == LETTER.subject
    assert letter["From"] == SENDER
    assert letter.get_content().splitlines() == LETTER.text.splitlines()
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"].endswith("@exemple.fr>")
    assert "18 Nov 2026" in letter["Date"]


def test_many_letters_take_one_connection(post: Post, now: datetime) -> None:
    with outbox(post.url()) as out:
        for number in range(30):
            out.send(Letter(f"o{number}@exemple.fr", "s", "t"), now)
    assert len(post.box.letters) == 30
    assert post.box.connections == 1


def test_a_refused_address_does_not_stop_the_next(post: Post, now: datetime) -> None:
    post.box.refused.add(LETTER.to)
    with outbox(post.url()) as out:
        with pytest.raises(AddressRefused, match="code 550"):
            out.send(LETTER, now)
        out.send(Letter("autre@exemple.fr", "s", "t"), now)
    assert post.box.recipients == ["autre@exemple.fr"]


@pytest.mark.parametrize(
    "to",
    [
        "",
        "sans arobase",
        "a@b.fr, c@d.fr",
        "a@b.fr\r\nBcc: tous@exemple.fr",
        "Nom <a@b.fr>",
        "é@b.fr",
        "a@b.fr\n",
    ],
)
def test_an_address_that_is_none_never_reaches_the_server(post: Post, now: datetime, to: str) -> None:
    with outbox(post.url()) as out, pytest.raises(AddressRefused, match="mal écrite"):
        out.send(Letter(to, "s", "t"), now)
    assert post.box.letters == []


def test_a_broken_connection_is_taken_up_again_and_the_letter_is_not_lost(post: Post, now: datetime) -> None:
    post.box.break_before = {2}
    with outbox(post.url()) as out:
        for number in range(3):
            out.send(Letter(f"o{number}@exemple.fr", "s", "t"), now)
    assert post.box.recipients == [f"o{number}@exemple.fr" for number in range(3)]
    assert post.box.connections == 2


def test_a_letter_given_twice_after_a_break_carries_the_same_number(post: Post, now: datetime) -> None:
    post.box.break_after = {1}
    with outbox(post.url()) as out:
        out.send(LETTER, now)
    first, second = post.box.letters
    assert first["Message-ID"] == second["Message-ID"]


def test_a_server_that_breaks_twice_is_given_up(post: Post, now: datetime) -> None:
    post.box.break_before = {1, 2}
    with outbox(post.url()) as out, pytest.raises(MailDown, match="coupé la connexion"):
        out.send(LETTER, now)


def test_a_server_that_takes_few_letters_per_connection_is_opened_again(post: Post, now: datetime) -> None:
    post.box.leave_after_each = 2
    with outbox(post.url()) as out:
        for number in range(5):
            out.send(Letter(f"o{number}@exemple.fr", "s", "t"), now)
    assert len(post.box.letters) == 5
    assert post.box.connections == 3


def test_a_server_that_refuses_us_says_so_without_its_own_words(post: Post, now: datetime) -> None:
    post.box.refuse_senders = True
    with outbox(post.url()) as out, pytest.raises(MailDown) as refused:
        out.send(LETTER, now)
    assert "code 550" in str(refused.value)
    assert "sender refused" not in str(refused.value)


def test_nobody_listening_is_one_sentence() -> None:
    with pytest.raises(MailDown, match="ne répond pas"):
        outbox("smtp://127.0.0.1:1").__enter__()


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # The point is the password; TLS has its own tests.
def test_the_password_of_the_settings_is_shown_to_the_server(box: Postbox, now: datetime) -> None:
    with Post(box, password="p@ss/word") as post:
        with outbox(post.url("portail:p%40ss%2Fword@")) as out:
            out.send(LETTER, now)
        with pytest.raises(MailDown, match="refuse l'identifiant") as refused:
            outbox(post.url("portail:faux@")).__enter__()
    assert len(box.letters) == 1
    assert "faux" not in str(refused.value)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SSLContext]:
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out", "cert.pem"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return folder / "cert.pem", context


def test_starttls_is_used_when_offered(
    box: Postbox, now: datetime, certificate: tuple[Path, SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with Post(box, tls_context=certificate[1]) as post, outbox(post.url()) as out:
        out.send(LETTER, now)
    assert box.in_tls == [True]


def test_smtps_speaks_tls_from_the_first_byte(
    box: Postbox, now: datetime, certificate: tuple[Path, SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with Post(box, ssl_context=certificate[1]) as post, outbox(post.url(scheme="smtps")) as out:
        out.send(LETTER, now)
    assert len(box.letters) == 1


def test_an_unknown_certificate_is_refused(box: Postbox, certificate: tuple[Path, SSLContext]) -> None:
    with Post(box, tls_context=certificate[1]) as post, pytest.raises(MailDown, match="certificat"):
        outbox(post.url()).__enter__()


def test_the_server_s_password_never_travels_in_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    class Clear(smtplib.SMTP):
        def __init__(self, *_: object, **__: object) -> None:
            self.sock = None

        def ehlo(self, name: str = "") -> tuple[int, bytes]:
            self.esmtp_features, self.does_esmtp = {"auth": "PLAIN"}, True
            return 250, b""

        def login(self, *_: object, **__: object) -> tuple[int, bytes]:
            raise AssertionError("the password was sent in clear")

    monkeypatch.setattr(smtplib, "SMTP", Clear)
    with pytest.raises(MailDown, match="en clair"):
        outbox("smtp://portail:secret@courrier.exemple.fr").__enter__()


@pytest.mark.parametrize(
    "url", ["", "courrier.exemple.fr", "http://x", "smtp://", "smtp://h:port", "smtp://h:99999"]
)
def test_a_wrong_url_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(MailDown, match="DP_RUPTURES_SMTP doit s'écrire"):
        read_server(url)


def test_without_a_server_the_outbox_says_which_variable() -> None:
    with pytest.raises(MailDown, match="DP_RUPTURES_SMTP"):
        mail.outbox(settings.load({}))


def test_the_settings_name_the_server_and_the_sender() -> None:
    found = settings.load(
        {"DP_RUPTURES_SMTP": "smtp://u:hunter22@h", "DP_RUPTURES_BASE_URL": "https://dp.exemple.fr"}
    )
    assert found.mail_from == "DP-Ruptures <ne-pas-repondre@dp.exemple.fr>"
    assert "hunter22" not in repr(found)
    assert settings.load({"DP_RUPTURES_MAIL_FROM": "a@b.fr"}).mail_from == "a@b.fr"
