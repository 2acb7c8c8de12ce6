"""Awareness and interest: impressions, social posts, forms, messages, visits to pages."""

from playground.shop.day import Day
from playground.shop.rows import Sheet
from playground.shop.season import MAIL_BY_WEEKDAY, demand, growth


def note_reach(day: Day, sheet: Sheet) -> None:
    """Advertisements shown, people reached, clicks."""
    shown = day.count("impressions", 900_000 * demand(day.date), spread=0.06)
    clicks = day.part("clicks", shown, 0.0172 * day.factor("click_through_rate"))
    sheet.amount("impressions", shown)
    sheet.amount("reach", day.part("reached_accounts", shown, 0.41))
    sheet.ratio("click_through_rate", clicks, shown)


def note_social(day: Day, sheet: Sheet) -> None:
    """What people did with the shop's posts."""
    shown = day.count("post_follower_exposures", 260_000 * growth(day.date), spread=0.10)
    likes, comments, shares, _ = day.split("social", shown, (0.0098, 0.0011, 0.0014, 0.9877))
    follows = day.count("social_follows", 140 * growth(day.date), spread=0.20)
    sheet.amount("social_media_engagement", likes + comments + shares + follows)
    sheet.ratio("social_engagement_rate", likes + comments + shares, shown)


def note_forms(day: Day, sessions: int, sheet: Sheet) -> None:
    """Sign-up forms seen and sent, accounts opened, preferences given."""
    views = day.part("form_views", sessions, 0.22)
    sent = day.part("form_submissions", views, 0.060 * day.factor("form_conversion_rate"))
    accounts = day.part("accounts_opened", sessions - sent, 0.016)
    stated = day.part("contacts_with_preference", sent, 0.38)
    sheet.amount("form_conversions", sent)
    sheet.ratio("form_conversion_rate", sent, views)
    sheet.ratio("goal_conversion_rate", sent + accounts, sessions)
    sheet.ratio("preference_capture_rate", stated, sent)


def note_engagement(day: Day, sessions: int, sheet: Sheet) -> None:
    """What visitors do on the site before a cart; bounce is what engagement leaves."""
    engaged = day.part("engaged_sessions", sessions, 0.58 * day.factor("engagement_rate"))
    seconds = day.total("engagement_seconds", sessions, 134, variation=1.3)
    sheet.amount("visitors", day.part("visitors", sessions, 0.86))
    sheet.ratio("engagement_rate", engaged, sessions)
    sheet.ratio("bounce_rate", sessions - engaged, sessions)
    sheet.ratio("time_on_site", seconds, sessions, scale=1)
    sheet.amount("wish_list_adds", day.count("wish_list_adds", 0.028 * sessions, spread=0.05))


def note_content(day: Day, sessions: int, sheet: Sheet) -> None:
    """Articles and guides: looked at, used, and how often in all."""
    views = day.count("content_views", 0.38 * sessions, spread=0.06)
    used = day.part("content_views_interacted", views, 0.19)
    again = day.count("content_interactions", 0.45 * used, spread=0.08)
    sheet.amount("content_interaction", used + again)
    sheet.ratio("content_interaction_rate", used, views)


def note_messages(day: Day, sheet: Sheet) -> None:
    """E-mail and SMS: delivered, opened, clicked; who clicks an e-mail has opened it."""
    sending = growth(day.date) * MAIL_BY_WEEKDAY[day.date.weekday()]
    mails = day.count("emails_delivered", 52_000 * sending, spread=0.05)
    opened = day.part("email_openers", mails, 0.365)
    clicked = day.part("email_clickers", opened, 0.060 * day.factor("email_click_rate"))
    texts = day.count("sms_delivered", 4_200 * sending, spread=0.08)
    tapped = day.part("sms_clickers", texts, 0.082 * day.factor("sms_click_rate"))
    sheet.ratio("email_open_rate", opened, mails)
    sheet.ratio("email_click_rate", clicked, mails)
    sheet.ratio("sms_click_rate", tapped, texts)
    sheet.ratio("message_click_rate", clicked + tapped, mails + texts)
