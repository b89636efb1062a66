"""The grammar of dates and times: words and numbers in, days and clock times out.

Language is data (`en`, `it`, `de`, `fr`, `es`: one lexicon each), the rules are shared. It knows nothing of
letters, roles or confidence: `ingest.extract.dates` judges what is found here.
"""
