"""Break of the second stage: the channels do not speak as one."""

from funnel.catalogue.entries import Movement, NamedBreak, Play, Question, Symptom

BREAK = NamedBreak(
    key="split_channels",
    stage="consideration",
    title="channels that do not speak as one",
    summary=(
        "Tools, data and customer profiles are not joined and nobody owns the digital "
        "channels together, so each of them says something else."
    ),
    symptoms=(
        Symptom(
            "engagement_rate",
            Movement.DOWN,
            "as many visits, but fewer that look at anything",
            "sessions",
            Movement.FLAT_OR_UP,
        ),
        Symptom(
            "message_click_rate",
            Movement.DOWN,
            "messages are opened and not clicked: the content does not fit its readers",
            "email_open_rate",
            Movement.FLAT_OR_UP,
        ),
        Symptom(
            "cart_starts",
            Movement.DOWN,
            "interest no longer turns into intent",
            "sessions",
            Movement.FLAT_OR_UP,
        ),
        Symptom("time_on_site", Movement.DOWN, "visits end sooner than they used to"),
        Symptom(
            "wish_list_adds",
            Movement.UP,
            "people put off buying: price, stock or doubt",
            "cart_starts",
            Movement.DOWN,
        ),
        Symptom(
            "channel_preference",
            Movement.SHIFT,
            "customers changed channel and the messages did not follow",
        ),
    ),
    likely_causes=(
        "one customer with several profiles, so that segments and exclusions contradict",
        "other offers or prices on other channels",
        "too many messages, or the same to everyone",
        "a team, a calendar and targets for each channel",
        "tracking or consent that differs from channel to channel",
    ),
    plays=(
        Play(
            action="Open a preference centre and write to each contact on the chosen channel",
            moves=("channel_preference", "preference_capture_rate", "message_click_rate"),
            evidence=(
                "75% of consumers say they reward brands that respect preferences, "
                "7 in 10 that they punish the others"
            ),
            url="https://www.twilio.com/the-current/research-uncovers-consumer-preferences",
        ),
        Play(
            action=(
                "Send three campaigns of four to segments, and none to people who were "
                "inactive for 180 days"
            ),
            moves=("message_click_rate", "email_open_rate"),
            url="https://resources.klaviyo.com/klaviyo/grow-faster-with-email-sms/p/4",
        ),
        Play(
            action="Cap how often one person is written to and drop what does not concern them",
            moves=("message_click_rate",),
            evidence=(
                "94% are annoyed by brands' messages: too frequent 61%, irrelevant 56%, "
                "wrong channel 33% (Twilio, 2019)"
            ),
            url=(
                "https://devicedaily.com/pin/"
                "twilio-study-finds-consumers-prefer-email-and-text-when-communicating-with-brands"
            ),
        ),
        Play(
            action=(
                "Let behaviour on one profile trigger messages: pages seen, a lower price of a "
                "saved item, back in stock"
            ),
            moves=("cart_starts", "wish_list_adds", "message_click_rate"),
            evidence="SMS flows are clicked by nearly 10%, about twice as often as campaigns",
            url="https://klaviyo.com/products/sms-marketing/benchmarks",
        ),
        Play(
            action=(
                "Keep one list of offers and one calendar for email, SMS, ads and site, "
                "and name its owner"
            ),
            moves=("engagement_rate", "message_click_rate"),
            sourced=False,
        ),
    ),
    questions=(
        Question(
            "Did email, SMS, ads and site show the same offer and price in these days?",
            "whoever owns the campaign calendar",
        ),
        Question(
            "Did lists, segments or exclusions change, or did profiles get merged or doubled?",
            "CRM or email lead",
        ),
        Question(
            "Who decides when two channels want to write to the same person?",
            "head of marketing",
        ),
    ),
)
