"""The words that travel with a package of evidence, for people who know nothing of this program. Words only."""

README = """\
WHAT THIS IS

Posts of public Telegram channels, as the lookout Seinpost stored them, with every revision: what was first seen, each
edit, and a deletion. It was made so that others can check that nothing was changed afterwards.

  posts.json       the posts; of each revision what was stored ("told"), and its place in the chain of its channel.
                   "seen_at" is when Seinpost saw it, by the clock of the machine that it ran on (UTC).
                   "files" are hashes of photos and documents; they were made after the post was chained, and are not
                   part of the chain.
  chain-NUMBER.json  the chain of one channel, from the oldest of these posts to the newest link at that time.
                   "purges" lists the places whose revision was taken away on purpose: when, by whom and why. Its digest
                   is kept, so that the chain can still be followed.
  MANIFEST         the SHA-256 of each file above.
  timestamp.tsr    if it is there: an RFC 3161 timestamp of MANIFEST, signed by a timestamp authority.

HOW TO CHECK IT

  seinpost evidence verify THIS-FILE.zip         (without a network)

Or by hand: the digest of a revision is the SHA-256 of the UTF-8 text of this JSON array, written without blanks,
objects sorted by name, letters not escaped: "seinpost revision 1", then the values of "told" in their order. A link is
the SHA-256 of the 32 bytes of the link before it and the 32 bytes of the digest. From "before", digest by digest, that
gives "head".

  openssl ts -verify -data MANIFEST -in timestamp.tsr -CAfile THE-AUTHORITY.pem

WHAT IT PROVES

  These revisions are in the chain at the places that are named, and nothing before the head was changed, left out or
  moved without changing the head. Who knows the head from another source (an earlier package, a note, a timestamp)
  knows that these posts were stored as they are here no later than that.
  With a timestamp: all of this existed when the authority signed it.

WHAT IT DOES NOT PROVE

  That the channel really published this: Telegram signs nothing. Compare with the channel, or with another's copy.
  That the clock of the machine was right, or that a post was not published earlier than it was seen.
  Without a head known from elsewhere, or a timestamp: that the whole chain was not made up later.
  That what a post says is true.
"""
