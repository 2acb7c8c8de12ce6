"""The base measures that every formula is built from, and how they add."""

from funnel.catalogue.entries import Aggregation, Component, Unit

COMPONENTS: tuple[Component, ...] = (
    Component("impressions", "Ads or content items shown"),
    Component(
        "reached_accounts",
        "Different people or accounts shown the content",
        over_time=Aggregation.DISTINCT,
        across_segments=Aggregation.DISTINCT,
        note="Platforms publish an estimate.",
    ),
    Component(
        "visitors",
        "Different users who came",
        over_time=Aggregation.DISTINCT,
        across_segments=Aggregation.DISTINCT,
        note="GA4 calls its active users Users.",
    ),
    Component("sessions", "Visits, ended by 30 minutes without activity"),
    Component(
        "engaged_sessions", "Sessions of over 10 s, with a key event or with 2 or more page views"
    ),
    Component("engagement_seconds", "Seconds in focus over all sessions", unit=Unit.SECONDS),
    Component("clicks", "Clicks that belong to the counted impressions"),
    Component("social_likes", "Likes and other reactions"),
    Component("social_comments", "Comments and replies to posts"),
    Component("social_shares", "Shares, reposts and saves"),
    Component("social_follows", "New followers"),
    Component(
        "post_follower_exposures",
        "Followers at the time of each post, added up over posts",
        note="Lets the rate per post and follower add up.",
    ),
    Component(
        "content_interactions",
        "Plays, downloads, scrolls to the end, expansions and clicks in content",
    ),
    Component("content_views", "Views of articles, videos, guides and downloads"),
    Component("content_views_interacted", "Content views in which something was done"),
    Component("emails_delivered", "Emails sent less those that bounced"),
    Component("email_openers", "Different openers of each email, added up over emails"),
    Component("email_clickers", "Different clickers of each email, added up over emails"),
    Component("sms_delivered", "Texts delivered"),
    Component("sms_clickers", "Different clickers of each text, added up over texts"),
    Component("form_views", "Lead forms or pop-ups shown"),
    Component("form_submissions", "Valid submissions of lead forms"),
    Component("goal_conversions", "Sessions that completed the chosen step before a purchase"),
    Component("carts_created", "Sessions, or carts, with a first item added"),
    Component("carts_purchased", "Of those, the ones ordered within the maturity lag"),
    Component("wish_list_adds", "Items saved to a wish list"),
    Component(
        "contacts_preferring_channel",
        "Contacts who prefer, or agreed to, the given channel",
        over_time=Aggregation.LAST,
        note="Kept per channel.",
    ),
    Component(
        "contacts_with_preference",
        "Contacts with a preference on record",
        over_time=Aggregation.LAST,
    ),
    Component("contacts_total", "Profiles that may be contacted", over_time=Aggregation.LAST),
    Component("orders", "Orders placed"),
    Component(
        "revenue",
        "Order value after discounts, before returns unless said otherwise",
        unit=Unit.CURRENCY,
    ),
    Component(
        "ad_revenue",
        "Revenue that the platform or attribution model credits to ads",
        unit=Unit.CURRENCY,
    ),
    Component("ad_spend", "Money spent on ads", unit=Unit.CURRENCY),
    Component("tickets_created", "Support conversations that customers opened"),
    Component("tickets_first_replied", "Conversations that got their first reply from a person"),
    Component(
        "first_response_seconds",
        "Seconds from creation to the first reply by a person, added up",
        unit=Unit.SECONDS,
    ),
    Component("contacts_handled", "Calls, chats and emails that agents handled"),
    Component(
        "handle_seconds",
        "Seconds of talk, hold and work after contacts, added up",
        unit=Unit.SECONDS,
    ),
    Component("tickets_resolved", "Conversations solved"),
    Component(
        "tickets_resolved_first_contact",
        "Of those, solved at the first contact with no repeat in the window",
    ),
    Component(
        "resolution_seconds", "Seconds from first message to solution, added up", unit=Unit.SECONDS
    ),
    Component("csat_responses", "Satisfaction surveys answered"),
    Component("csat_positive", "Answers in the two best boxes (4 or 5 of 5, or good)"),
    Component("csat_rating_sum", "Satisfaction ratings from 1 to 5, added up"),
    Component("nps_responses", "Answers to the 0–10 recommendation question"),
    Component("nps_promoters", "Answers of 9 or 10"),
    Component("nps_detractors", "Answers of 0 to 6"),
    Component("reviews_submitted", "Reviews of products or the store published"),
    Component("review_rating_sum", "Stars from 1 to 5, added up"),
    Component(
        "email_submissions", "Emails and contact-form messages from customers after a purchase"
    ),
    Component("chatbot_sessions", "Bot sessions opened"),
    Component(
        "chatbot_engaged_sessions", "Of those, sessions in which the customer wrote something"
    ),
    Component("chatbot_resolved", "Of those, sessions closed without a person"),
    Component("faq_page_visits", "Views of FAQ and help pages"),
    Component("faq_engagement_seconds", "Seconds that FAQ pages were in focus", unit=Unit.SECONDS),
    Component("help_center_sessions", "Sessions that touched the help centre"),
    Component(
        "ticket_requesters", "Different people who opened a ticket", over_time=Aggregation.DISTINCT
    ),
    Component(
        "customers_in_window",
        "Different customers with an order in the window",
        over_time=Aggregation.DISTINCT,
    ),
    Component(
        "repeat_customers_in_window",
        "Of those, customers with two or more orders in the window",
        over_time=Aggregation.DISTINCT,
    ),
    Component("customers_at_start", "Customers active at the start", over_time=Aggregation.LAST),
    Component("customers_at_end", "Customers active at the end", over_time=Aggregation.LAST),
    Component("customers_new", "Customers whose first order fell in the period"),
    Component(
        "customers_lost",
        "Customers active at the start who cancelled or lapsed by the end",
        over_time=Aggregation.LAST,
    ),
    Component(
        "cohort_revenue_to_date",
        "Revenue so far from the customers of a cohort",
        unit=Unit.CURRENCY,
        over_time=Aggregation.LAST,
    ),
    Component("cohort_customers", "Customers won in the cohort", over_time=Aggregation.LAST),
    Component("loyalty_members", "Members enrolled", over_time=Aggregation.LAST),
    Component(
        "loyalty_active_members",
        "Members who earned, redeemed or bought as members in the window",
        over_time=Aggregation.LAST,
    ),
    Component(
        "loyalty_redeeming_members",
        "Members who redeemed a reward in the window",
        over_time=Aggregation.LAST,
    ),
)
