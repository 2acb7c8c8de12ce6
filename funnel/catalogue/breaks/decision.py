"""Break of the third stage: carts are left behind."""

from funnel.catalogue.entries import Movement, NamedBreak, Play, Question, Symptom

_REASONS = (
    "https://magazinemanager.com/blog/how-to-keep-consumers-from-deserting-their-online-carts"
)

BREAK = NamedBreak(
    key="untargeted_carts",
    stage="decision_conversion",
    title="abandoned carts from messaging that ignores segments",
    summary=(
        "Everybody gets the same messages, which do not answer what keeps each segment from "
        "buying, and carts are left."
    ),
    symptoms=(
        Symptom(
            "cart_abandonment_rate",
            Movement.UP,
            "people mean to buy and the last step fails them",
            "cart_starts",
            Movement.FLAT_OR_UP,
        ),
        Symptom(
            "sales_conversion_rate",
            Movement.DOWN,
            "as many visits, but fewer that end in an order",
            "sessions",
            Movement.FLAT_OR_UP,
        ),
        Symptom(
            "bounce_rate",
            Movement.UP,
            "they are lost on the landing or product page already",
            "sales_conversion_rate",
            Movement.DOWN,
        ),
        Symptom(
            "goal_conversion_rate",
            Movement.DOWN,
            "the step before the purchase is taken less often",
        ),
        Symptom(
            "average_order_value",
            Movement.DOWN,
            "baskets got smaller: a threshold, the product mix or a discount",
            "orders",
            Movement.FLAT,
        ),
    ),
    likely_causes=(
        "costs that show up late",
        "an account that must be opened",
        "a fault of payment, device or browser at checkout",
        "delivery that is promised too late",
        "a promotion that has ended or is not understood",
        "one reminder for all segments",
        "more traffic from segments that always buy less, so check the mix first",
    ),
    plays=(
        Play(
            action="Show the whole cost with shipping and tax before the checkout",
            moves=("cart_abandonment_rate", "sales_conversion_rate"),
            evidence="extra cost is named by 48% of those who left a cart for a reason",
            url=_REASONS,
        ),
        Play(
            action="Let people buy as guests and offer the account once the order is placed",
            moves=("cart_abandonment_rate",),
            evidence="the forced account is named by 26%, trust in card handling by 25%",
            url=_REASONS,
        ),
        Play(
            action="Bring the visible checkout fields down towards 8",
            moves=("cart_abandonment_rate", "sales_conversion_rate"),
            evidence=(
                "the mean of 2024 is 11.3 fields in 5.1 steps; 22% have left because it was "
                "complicated; fields count more than steps"
            ),
            url="https://baymard.com/blog/checkout-flow-average-form-fields",
        ),
        Play(
            action=(
                "Send cart reminders by segment (new or returning, value, device): the first "
                "one soon, two or more in all"
            ),
            moves=("cart_abandonment_rate", "sales_conversion_rate"),
            evidence=(
                "the first message earns most per recipient; carts of USD 100-500 come back in "
                "4-5% of cases, those under USD 50 in 3% (2017)"
            ),
            url=(
                "https://www.mediapost.com/publications/article/309175/"
                "theres-gold-in-those-abandoned-carts-email-can-h.html"
            ),
        ),
        Play(
            action="Split the loss by device, payment method and step before rewriting any copy",
            moves=("cart_abandonment_rate",),
            sourced=False,
        ),
    ),
    questions=(
        Question(
            "Was the checkout, a payment method or a delivery price changed just before the onset?",
            "checkout developer",
        ),
        Question(
            "Which reminder goes to which segment, and did one stop or expire?",
            "CRM or email lead",
        ),
        Question(
            "What do customers say when they write about the checkout or the delivery time?",
            "head of support",
        ),
    ),
)
