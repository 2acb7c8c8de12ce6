"""The clauses of a goal's sentence as patterns; a clause that was read leaves a `|` behind."""

import re

NUMBER = r"(?:\d{1,3}(?:[ ,.']\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
PERCENT = r"(?:%|per ?cent\b(?! points?))"
POINTS = r"(?:(?:percentage |percent |% )?points?|pts?|pp)\b"
TIME = r"(?:h|hours?|hrs?|m|min|mins|minutes?|s|sec|secs|seconds?|days?)\b"
MONEY = r"(?:[$€£]|(?:eur|usd|gbp|euros?|dollars?)\b)"
TIMES = rf"\d+(?:[.,]\d+)? ?{TIME}(?: \d+ ?{TIME})*"
AMOUNT = (
    rf"(?:[+-] ?)?(?:{TIMES}|(?:{MONEY} ?)?{NUMBER}(?: ?(?:k|mn|bn|million|thousand)\b|k\b)?"
    rf"(?: ?(?:{POINTS}|{PERCENT}|{MONEY}))?)(?![\w-])"
)
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
NAMED = (
    r"(?:(?:first|second|third|fourth|1st|2nd|3rd|4th|last|this|next|the|current) "
    r"(?:quarter|half|month|year|week)(?: of)?(?: the year| \d{4})?"
    r"|(?:(?:this|next|current) )?(?:fiscal year|fy)(?: ?(?:20)?\d\d)?"
    r"|(?:q[1-4]|h[12])(?:[ /-]?\d{4}|[ /-]?fy ?(?:20)?\d\d)?"
    r"|\d{4}[ -]?q[1-4]|\d{4}-w\d{1,2}|eo(?:[wmqy]|fy)|20\d\d(?![-\d]))"
)
DAY = (
    r"(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./](?:\d{4})?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH}(?:,? \d{{4}})?"
    rf"|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?(?!\d)|{MONTH}(?: \d{{4}})?"
    r"|(?:next |this )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow)"
)
AHEAD = r"(?:\d{1,3}|a|an|one|two|three|four|five|six|eight|ten|twelve) (?:day|week|month|year)s?"
WHEN = rf"(?:(?:the )?(?:end|close) of )?(?:the )?(?:{NAMED}|{DAY})\b"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


BETWEEN = _pattern(rf"\b(?:from|between) (?P<first>{DAY}) (?:to|until|and|-) (?P<when>{DAY})\b")
BASELINE = _pattern(
    rf"\bfrom (?:an? (?:mean|average|level) of )?(?P<amount>{AMOUNT})"
    rf"(?: (?:in|over|during) (?:the last \d+ (?:day|week|month)s?|{WHEN}))?"
)
DEADLINE = _pattern(
    rf"\b(?:by|until|till|no later than|due|before|at)(?: (?:the )?end of)? (?:{WHEN})"
    rf"|\b(?:in|within) {AHEAD}\b"
)
DURING = _pattern(rf"\b(?:in|during|for|over|within) (?P<when>(?:the )?(?:{NAMED}|{DAY})\b)")
LOOKING_BACK = _pattern(r"\bover the last \d+ (?:day|week|month)s?\b|\bover \d+ (?:day|week)s?\b")
PARENTHESIS = _pattern(r"\(([^()]*)\)")
ACTION = _pattern(
    r"(?<![\w-])(?:through|via|with|using|thanks to|by means of|by(?= [a-z]+ing\b))"
    r" +(?P<action>[^|]+)"
)
BY = _pattern(rf"\bby (?P<amount>{AMOUNT})")
TO = _pattern(rf"\b(?:(?:up |down )?to|reach|hit|achieve|of|at least|at most) (?P<amount>{AMOUNT})")
MORE = _pattern(rf"(?P<amount>{AMOUNT}) (?P<way>more|higher|extra|less|fewer|lower)\b")
STAY = _pattern(
    rf"\b(?:keep|hold|stay|maintain|remain)\b(?P<what>.*?)\b"
    rf"(?P<way>above|over|at least|below|under|at most) (?P<amount>{AMOUNT})"
)
BARE = _pattern(rf"^\W*(?P<verb>[a-z]+) (?P<amount>{AMOUNT}) (?=[a-z])")
OWNER = _pattern(r"(?:owner|owned by):? *<?@(?P<owner>\w+)")
OBJECTIVE = _pattern(r"objective:? +(?P<objective>.+)")
STAGE = _pattern(r"stage:? +(?P<stage>.+)")
BOUNDARY = re.compile(r"\s*(?:\||,(?!\d)|\.\s|\.$)\s*")
OBJECT = _pattern(r"^(?:of|on|for|from|in|among|by|at|through) (?P<object>.+)")
OBJECT_APART = _pattern(r"^(?:of|on|for|in) .+")
ARTICLES = re.compile(r"^(?:(?:the|a|an|our|my|all|total|overall|of|get|\d+-day)\s+)+", re.I)
