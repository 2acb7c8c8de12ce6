"""After the order: support, satisfaction, reviews, self-service."""

from playground.shop.day import Day
from playground.shop.rows import Sheet
from playground.shop.season import SUPPORT_BY_WEEKDAY, growth

HOUR = 3_600
REVIEW_STARS = (0.05, 0.04, 0.08, 0.23, 0.60)  # shares of 1 to 5 stars
SATISFIED = 0.80  # share of answers of 4 or 5 out of 5


def note_support(day: Day, orders: int, sheet: Sheet) -> None:
    """Tickets from first mail to solution; more on Mondays, fewer at weekends."""
    load = orders * SUPPORT_BY_WEEKDAY[day.date.weekday()]
    mails = day.count("email_submissions", 0.105 * load, spread=0.08)
    tickets = mails + day.count("other_tickets", 0.070 * load, spread=0.08)
    sheet.amount("email_submissions", mails)
    sheet.ratio("contact_rate", tickets, orders)
    _note_times(day, tickets, sheet)
    solved = day.part("tickets_resolved", tickets, 0.94)
    at_once = 0.71 * day.factor("first_contact_resolution")
    first = day.part("tickets_resolved_first_contact", solved, at_once)
    sheet.ratio("first_contact_resolution", first, solved)
    slow = 15.5 * HOUR * day.factor("resolution_time")
    seconds = day.total("resolution_seconds", solved, slow, variation=1.3)
    sheet.ratio("resolution_time", seconds, solved, scale=1)
    _note_satisfaction(day, solved, sheet)
    _note_self_service(day, tickets, sheet)


def _note_times(day: Day, tickets: int, sheet: Sheet) -> None:
    replied = day.part("tickets_first_replied", tickets, 0.97)
    wait = 2.67 * HOUR * day.factor("first_response_time")
    waited = day.total("first_response_seconds", replied, wait, variation=1.1)
    handled = tickets + day.count("second_contacts", 0.22 * tickets, spread=0.10)
    worked = day.total("handle_seconds", handled, 410, variation=0.8)
    sheet.ratio("first_response_time", waited, replied, scale=1)
    sheet.ratio("average_handle_time", worked, handled, scale=1)


def _note_satisfaction(day: Day, solved: int, sheet: Sheet) -> None:
    """The survey after a ticket; the mean score comes from the same answers."""
    answers = day.part("csat_responses", solved, 0.34)
    good = SATISFIED * day.factor("customer_satisfaction_score")
    bad = 1 - good
    shares = (0.35 * bad, 0.25 * bad, 0.40 * bad, 0.35 * good, 0.65 * good)
    stars = day.split("csat", answers, shares)
    sheet.ratio("customer_satisfaction_score", stars[3] + stars[4], answers)
    sheet.ratio("csat_average", _points(stars), answers, scale=1)


def _note_self_service(day: Day, tickets: int, sheet: Sheet) -> None:
    chats = day.count("chatbot_sessions", 840 * growth(day.date), spread=0.10)
    engaged = day.part("chatbot_engaged_sessions", chats, 0.34)
    sheet.ratio("chatbot_engagement", engaged, chats)
    sheet.ratio("chatbot_resolution_rate", day.part("chatbot_resolved", engaged, 0.46), engaged)
    visits = day.count("faq_page_visits", 900 * growth(day.date), spread=0.09)
    seconds = day.total("faq_engagement_seconds", visits, 74, variation=1.0)
    sheet.amount("faq_page_visits", visits)
    sheet.ratio("faq_time_on_page", seconds, visits, scale=1)
    asking = day.part("ticket_requesters", tickets, 0.93)
    helped = day.count("help_center_sessions", 4.6 * tickets, spread=0.10)
    sheet.ratio("self_service_score", helped, asking, scale=1)


def note_opinions(day: Day, orders: int, sheet: Sheet) -> None:
    """Reviews of products, and whether buyers would recommend the shop."""
    reviews = day.part("reviews_submitted", orders, 0.060)
    stars = day.split("stars", reviews, REVIEW_STARS)
    sheet.amount("customer_reviews", reviews)
    sheet.ratio("average_review_rating", _points(stars), reviews, scale=1)
    sheet.ratio("review_rate", reviews, orders)
    answers = day.part("nps_responses", orders, 0.055)
    promoters, _, detractors = day.split("nps", answers, (0.50, 0.33, 0.17))
    sheet.ratio("net_promoter_score", promoters - detractors, answers)


def _points(stars: list[int]) -> int:
    return sum(score * number for score, number in enumerate(stars, start=1))
