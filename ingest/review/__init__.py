"""The staff's web pages: they show what the machine found and was unsure of, and take people's verdicts.

Nothing here reads post or sends replies by itself: each act goes through the pipeline's `Flow`.
"""
