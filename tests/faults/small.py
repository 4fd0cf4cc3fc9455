"""A watchlist of a few invented entries: it is read and compiled in a moment, at each of a thousand starts."""

from pathlib import Path

CHANNELS = ("demo_harbour", "demo_bridge", "demo_ferry")

_CHANNEL = """
- username: {name}
  title: {title}
  owner: null
  role: of a test
  lang: en
  affiliation: {{side: neither, tie: independent}}
  confidence: high
  enabled: true
  republish: quote
  source: [invented]
"""

_FILES = {
    "actors.yaml": """
- id: harbour
  kind: institution
  name: Harbour Authority
  affiliation: {side: neither, tie: independent}
  names: {en: [Harbour Authority]}
  source: [invented]
""",
    "places.yaml": """
- id: rivermouth
  kind: town
  name: Rivermouth
  country: NL
  oblast: Coast
  names: {en: [Rivermouth]}
  source: [invented]
""",
    "lexicon.yaml": """
- id: flood
  meaning: flood
  polarity: "+"
  words: {en: [{lemma: flood}]}
""",
    "claims/flood.yaml": """
- id: F01
  statement:
    en: The quay of Rivermouth is flooded.
    nl: De kade staat blank.
    ru: Набережная затоплена.
    uk: Набережну затоплено.
  holders: []
  about: [harbour]
  places: [rivermouth]
  first: 2024-03-12
  last: 2024-03-12
  events: [flood+@place]
  asserting: {en: [the quay of Rivermouth is under water]}
  checkable: true
  source: [invented]
""",
    "roles.yaml": "[]\n",
    "incidents.yaml": "[]\n",
    "impersonators.yaml": "[]\n",
}


def write_config(folder: Path) -> None:
    """`config/` in `folder`."""
    channels = "".join(_CHANNEL.format(name=name, title=name.title()) for name in CHANNELS)
    for name, content in {**_FILES, "channels.yaml": channels}.items():
        path = folder / "config/watchlist" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
