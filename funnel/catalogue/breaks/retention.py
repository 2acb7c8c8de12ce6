"""Break of the last stage: customers are given no reason to come back."""

from funnel.catalogue.entries import Movement, NamedBreak, Play, Question, Symptom

BREAK = NamedBreak(
    key="weak_lifecycle",
    stage="retention_optimization",
    title="lifecycle marketing that gives no reason to return",
    summary=(
        "Past customers are studied little, all get the same messages, and nothing in them is a "
        "reason to buy again."
    ),
    symptoms=(
        Symptom("repeat_purchase_rate", Movement.DOWN, "fewer customers order a second time"),
        Symptom("customer_retention_rate", Movement.DOWN, "fewer customers stay"),
        Symptom("churn_rate", Movement.UP, "more customers lapse or cancel"),
        Symptom(
            "customer_lifetime_value",
            Movement.DOWN,
            "customers are worth less; compare cohorts at the same age",
        ),
        Symptom(
            "loyalty_program_engagement",
            Movement.DOWN,
            "members stop using the programme before they stop buying",
            "churn_rate",
            Movement.UP,
        ),
        Symptom(
            "email_click_rate",
            Movement.DOWN,
            "lifecycle messages have lost touch with their readers",
            "repeat_purchase_rate",
            Movement.DOWN,
        ),
    ),
    likely_causes=(
        "a limit for lapsed customers that was copied from elsewhere, so win-back starts too late",
        "discounts for all, which teach people to wait",
        "payments that failed (subscriptions)",
        "rewards that are out of reach or forgotten",
        "trouble after the purchase, one stage earlier",
        "new customers who were won for a single purchase",
    ),
    plays=(
        Play(
            action=(
                "Take the limits for at risk and lapsed from the shop's own gaps between orders, "
                "for example the 40th and 80th percentile"
            ),
            moves=("churn_rate", "customer_retention_rate"),
            url="https://statlas-docs.web.app/docs/settings/customer-churn",
        ),
        Play(
            action=(
                "Win back first-time and repeat buyers with different series, and do not open "
                "with a discount"
            ),
            moves=("repeat_purchase_rate", "churn_rate"),
            evidence="RetentionX finds the fixed discount after 90 days overused",
            url=(
                "https://www.thedispatch.agency/post/how-to-reconvert-lapsed-customers-"
                "a-proven-framework-for-boosting-klaviyo-retention"
            ),
        ),
        Play(
            action="Start a flow when a customer's RFM group becomes at risk",
            moves=("churn_rate", "repeat_purchase_rate"),
            url="https://help.klaviyo.com/hc/en-us/articles/25408596027547",
        ),
        Play(
            action="Work for the second order within 30 days of the first",
            moves=("repeat_purchase_rate", "customer_lifetime_value"),
            url=(
                "https://bsandco.us/blog-post/"
                "the-importance-of-customer-retention-strategies-and-benefits"
            ),
        ),
        Play(
            action="Remind members of what they have saved and make the first reward easy to reach",
            moves=("loyalty_program_engagement", "loyalty_redemption_rate", "repeat_purchase_rate"),
            evidence="members who redeem repeat at 50%, others at 10.7%: a correlation",
            url="https://www.growave.io/loyalty-report-2025",
        ),
        Play(
            action=(
                "Recover failed payments (retry, update the card, remind) and offer a pause "
                "before a cancellation"
            ),
            moves=("churn_rate",),
            url="https://recurly.com/research/churn-rate-benchmarks/",
        ),
    ),
    questions=(
        Question(
            "Which lifecycle flows were stopped, changed or left to run on old content?",
            "CRM or email lead",
        ),
        Question(
            "Did an acquisition campaign a few months ago bring people who buy only once?",
            "whoever plans the media budget",
        ),
        Question(
            "What do customers who left say when somebody asks them?",
            "customer success or support",
        ),
    ),
)
