"""What a run came to, for other programs and for people: JUnit XML, JSON, HTML."""
