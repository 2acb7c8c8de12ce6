"""The two ways to cut the customer journey, and where they meet."""

from funnel.catalogue.entries import Crossing, Framework, Stage

FUNNEL = Framework(
    key="funnel",
    name="Sales funnel",
    aliases=("sales funnel", "4-stage", "four-stage funnel", "aida"),
    stages=(
        Stage(
            key="awareness",
            framework="funnel",
            order=1,
            name="Awareness",
            short="Awareness",
            aliases=("aware", "top of funnel", "tofu", "f1"),
            aim="Make the brand known and be noticed first by people who may become customers.",
            plays=(
                "publish content of several kinds",
                "reach out to the people likeliest to buy",
                "build a brand that is seen",
            ),
            segment_note="Mostly new visitors, who are looking for information.",
        ),
        Stage(
            key="interest",
            framework="funnel",
            order=2,
            name="Interest",
            short="Interest",
            aliases=("consider", "middle of funnel", "mofu", "f2"),
            aim="Make people curious, so that they explore the products and compare them.",
            plays=(
                "tell a story that holds people",
                "offer something interactive",
                "see with heat maps what is clicked and read on a page",
                "write subject lines and emails that matter to those who get them",
            ),
        ),
        Stage(
            key="decision",
            framework="funnel",
            order=3,
            name="Decision",
            short="Decision",
            aliases=("decide", "evaluation", "f3"),
            aim="Give people what they need to choose knowingly and without doubt.",
            plays=(
                "be open about product, price and policies",
                "offer an incentive that persuades",
                "repair the checkout where carts are left",
            ),
            segment_note="Returning customers may start here.",
        ),
        Stage(
            key="action",
            framework="funnel",
            order=4,
            name="Action",
            short="Action",
            aliases=("purchase", "bottom of funnel", "bofu", "buy", "f4"),
            aim="Turn intent into an order without effort, and bring customers back.",
            plays=(
                "make the way through the site obvious",
                "say clearly what to click",
                "keep the checkout smooth",
            ),
        ),
    ),
)

JOURNEY = Framework(
    key="journey",
    name="Customer journey",
    aliases=("customer journey", "5-stage", "five-stage journey"),
    stages=(
        Stage(
            key="awareness_acquisition",
            framework="journey",
            order=1,
            name="Awareness and Acquisition",
            short="Awareness",
            aliases=("acquisition", "awareness", "j1"),
            aim="Bring visitors in and turn them into contacts that can be spoken to.",
        ),
        Stage(
            key="consideration",
            framework="journey",
            order=2,
            name="Consideration",
            short="Consideration",
            aliases=("consider", "evaluation", "j2"),
            aim="Keep contacts engaged on every channel until they mean to buy.",
        ),
        Stage(
            key="decision_conversion",
            framework="journey",
            order=3,
            name="Decision and Conversion",
            short="Decision",
            aliases=("decision", "conversion", "purchase", "j3"),
            aim="Remove what stands between a full cart and an order.",
        ),
        Stage(
            key="post_purchase",
            framework="journey",
            order=4,
            name="Post-Purchase Experience",
            short="Post-purchase",
            aliases=("post purchase", "service", "support", "j4"),
            aim="Answer quickly and well after the order, so that customers stay content.",
        ),
        Stage(
            key="retention_optimization",
            framework="journey",
            order=5,
            name="Retention and Optimization",
            short="Retention",
            aliases=("retention", "optimization", "optimisation", "loyalty stage", "j5"),
            aim="Give customers reasons to come back, and learn from those who do not.",
        ),
    ),
)

FRAMEWORKS: tuple[Framework, ...] = (FUNNEL, JOURNEY)

CROSSWALK: tuple[Crossing, ...] = (
    Crossing("awareness", ("awareness_acquisition",)),
    Crossing("interest", ("consideration",)),
    Crossing("decision", ("decision_conversion",)),
    Crossing(
        "action",
        ("decision_conversion", "retention_optimization"),
        "The funnel counts retention as part of Action and has no stage for service.",
    ),
)
