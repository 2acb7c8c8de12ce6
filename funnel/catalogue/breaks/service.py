"""Break of the fourth stage: service works without knowing the customer."""

from funnel.catalogue.entries import Movement, NamedBreak, Play, Question, Symptom

BREAK = NamedBreak(
    key="disconnected_service",
    stage="post_purchase",
    title="service cut off from what is known about the customer",
    summary=(
        "The systems of service and marketing are not joined, so agents answer without the "
        "customer's orders and history, and answer badly."
    ),
    symptoms=(
        Symptom("first_response_time", Movement.UP, "customers wait longer for a first answer"),
        Symptom("resolution_time", Movement.UP, "problems stay open longer"),
        Symptom(
            "average_handle_time",
            Movement.UP,
            "agents look for information and customers come back with the same question",
            "first_contact_resolution",
            Movement.DOWN,
        ),
        Symptom("first_contact_resolution", Movement.DOWN, "customers must ask more than once"),
        Symptom("customer_satisfaction_score", Movement.DOWN, "fewer answers are good ones"),
        Symptom("net_promoter_score", Movement.DOWN, "fewer customers would recommend the shop"),
        Symptom(
            "email_submissions",
            Movement.UP,
            "each order causes more contacts",
            "orders",
            Movement.FLAT,
        ),
        Symptom(
            "faq_page_visits",
            Movement.UP,
            "people look for help, do not find it and write",
            "email_submissions",
            Movement.UP,
        ),
        Symptom("chatbot_engagement", Movement.DOWN, "customers no longer talk to the bot"),
        Symptom(
            "average_review_rating",
            Movement.DOWN,
            "a wave of complaints",
            "customer_reviews",
            Movement.UP,
        ),
    ),
    likely_causes=(
        "orders and campaigns that agents must look up in other tools",
        "late deliveries that make people ask where their order is",
        "a backlog, or too few people",
        "a faulty product or a changed policy",
        "help articles that are out of date",
        "a bot that was changed or turns in circles",
    ),
    plays=(
        Play(
            action="Put orders, delivery state and recent messages into the ticket",
            moves=("average_handle_time", "first_contact_resolution", "resolution_time"),
            evidence="repeating things annoys 48% of consumers, waiting long annoys 57%",
            url="https://www.mediapost.com/publications/article/400432/",
        ),
        Play(
            action="Tell customers about each step of the delivery, and about delays first",
            moves=("email_submissions", "contact_rate", "customer_satisfaction_score"),
            evidence=(
                "a vendor claims 60-70% fewer questions about order status; at Gorgias they "
                "are 16% of tickets"
            ),
            url="https://www.lateshipment.com/blog/shipping-delays",
        ),
        Play(
            action=(
                "Write or mend the help articles for the commonest ticket reasons and follow the "
                "self-service score"
            ),
            moves=("faq_page_visits", "email_submissions", "self_service_score"),
            url=(
                "https://support.zendesk.com/hc/en-us/articles/"
                "4408894139930-Getting-started-with-self-service-Part-6-"
                "Tracking-essential-self-service-metrics"
            ),
        ),
        Play(
            action="Put first contact resolution before speed",
            moves=("first_contact_resolution", "customer_satisfaction_score"),
            evidence=(
                "at SQM a point of it goes with a point of satisfaction; Freshworks saw nothing "
                "of the kind for fast replies"
            ),
            url=(
                "https://www.sqmgroup.com/resources/library/blog/"
                "learn-best-call-centers-improve-fcr-csat-and-reduce-cost"
            ),
        ),
        Play(
            action="Set a target for the first reply by channel, with a person behind the bot",
            moves=("first_response_time", "chatbot_engagement"),
            url="https://www.zendesk.co.uk/blog/first-reply-time/",
        ),
        Play(
            action="Send no promotions to customers whose complaint is still open",
            moves=("customer_satisfaction_score", "net_promoter_score"),
            sourced=False,
        ),
    ),
    questions=(
        Question(
            "What do agents have to look up in other tools before they can answer?",
            "support team lead",
        ),
        Question(
            "Is a carrier late, a product faulty or a policy new?",
            "operations or logistics",
        ),
        Question(
            "Were shifts, the bot or help articles changed just before the onset?",
            "head of support",
        ),
    ),
)
