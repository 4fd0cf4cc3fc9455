"""Messages in the terminal: readable, and harmless whatever a post holds."""

import io

import pytest
from rich.console import Console

from bot.delivery.terminal import TerminalSender, visible
from storage.messages import Button, Message


async def shown(message: Message, *, colours: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, width=100, force_terminal=colours, color_system="truecolor" if colours else None)
    await TerminalSender(console, {7: "Anna, nl"}).send(7, message)
    return out.getvalue()


async def test_a_message_is_a_bubble_with_its_buttons_below() -> None:
    buttons = ((Button("Open post", url="https://t.me/x/5"), Button("Mute", data="m:1")),)
    lines = (await shown(Message("<b>Claim</b> &amp; denial\nsecond line", buttons))).splitlines()
    assert lines[0].startswith("╭─ Anna, nl ─")
    assert [line.strip("│ ").rstrip() for line in lines[1:-1]] == [
        "Claim & denial",
        "second line",
        "",
        "[ Open post ] https://t.me/x/5  [ Mute ]",
    ]
    assert lines[-1].startswith("╰─")


async def test_links_show_their_address() -> None:
    assert "post (https://t.me/x/5)" in await shown(Message('<a href="https://t.me/x/5">post</a>'))


async def test_quotes_have_a_bar_before_each_line_wherever_it_breaks() -> None:
    text = await shown(Message(f"before\n<blockquote>one\n{'two ' * 30}</blockquote>\nafter"))
    lines = [line.strip("│ ").rstrip() for line in text.splitlines()[1:-1]]
    assert (lines[0], lines[1], lines[-1]) == ("before", "▌ one", "after")
    assert len(lines) == 5
    assert all(line.startswith("▌ two") for line in lines[2:-1])


async def test_silent_messages_say_so() -> None:
    assert " silent " in await shown(Message("x", silent=True))


async def test_styles_are_the_terminals_own() -> None:
    text = await shown(Message("<b>bold</b>"), colours=True)
    assert "\x1b[1mbold\x1b[0m" in text


async def test_ids_count_up() -> None:
    sender = TerminalSender(Console(file=io.StringIO()))
    assert [await sender.send(1, Message("x")), await sender.send(2, Message("x"))] == [1, 2]


@pytest.mark.parametrize(
    ("hostile", "sign"),
    [
        ("\x1b[2J\x1b]0;owned\x07", "␛[2J␛]0;owned␇"),
        ("a\rb\x08", "a␍b␈"),
        ("\x9b31m", "⟨U+009B⟩31m"),
        ("\x7f", "⟨U+007F⟩"),
        ("abc\u202egpj.exe", "abc⟨U+202E⟩gpj.exe"),
        ("\u2066x\u2069", "⟨U+2066⟩x⟨U+2069⟩"),
        ("zero\u200bwidth", "zero⟨U+200B⟩width"),
        ("line\u2028break", "line⟨U+2028⟩break"),
        ("half \ud83d", "half ⟨U+D83D⟩"),
        ("a\tb", "a    b"),
    ],
)
async def test_control_and_direction_characters_become_signs(hostile: str, sign: str) -> None:
    assert visible(hostile) == sign
    text = await shown(Message(hostile, ((Button(hostile, url="https://x.org/" + hostile),),)))
    assert not set(text) & set(hostile) & set("\x1b\x07\r\x08\x9b\x7f\u202e\u2066\u2069\u200b\u2028\ud83d\t")
    assert sign in text


async def test_no_text_of_a_post_is_read_as_markup_of_the_terminal_library() -> None:
    text = await shown(Message("[bold red]x[/] :smile: [link=https://evil.example]y[/link]"), colours=True)
    assert "[bold red]x[/] :smile: [link=https://evil.example]y[/link]" in text


async def test_only_plain_web_addresses_become_links_of_the_terminal() -> None:
    good = await shown(Message('<a href="https://x.org/">x</a>'), colours=True)
    bad = await shown(Message('<a href="https://x.org/\x1b\\evil">x</a><a href="file:///etc">y</a>'), colours=True)
    assert "\x1b]8;" in good
    assert "\x1b]8;" not in bad


def test_letters_of_all_scripts_and_joined_emoji_stay() -> None:
    text = "Легіон «Свобода Росії» ’n 👨\u200d👩\u200d👧 🇺🇦 ❤️\n"
    assert visible(text) == text
