"""Break of the first stage: people come and nothing leads them on."""

from funnel.catalogue.entries import Movement, NamedBreak, Play, Question, Symptom

BREAK = NamedBreak(
    key="no_next_step",
    stage="awareness_acquisition",
    title="visits that find no next step",
    summary=(
        "Visitors come from several channels and are not told plainly what to do, "
        "so few of them become known leads."
    ),
    symptoms=(
        Symptom(
            "form_conversions",
            Movement.DOWN,
            "traffic holds and leads fall, so the way to the form is broken or hidden",
            "sessions",
            Movement.FLAT_OR_UP,
        ),
        Symptom(
            "form_conversion_rate",
            Movement.DOWN,
            "people see the form and refuse it: it is too long, offers too little or is broken",
        ),
        Symptom(
            "bounce_rate",
            Movement.UP,
            "new traffic meets a landing page that does not answer it",
            "sessions",
            Movement.UP,
        ),
        Symptom(
            "sessions",
            Movement.FLAT_OR_DOWN,
            "shown more often and visited no more: wrong message or wrong people",
            "impressions",
            Movement.UP,
        ),
        Symptom(
            "click_through_rate",
            Movement.DOWN,
            "the audience got wider and colder",
            "reach",
            Movement.UP,
        ),
    ),
    likely_causes=(
        "the landing page drops what the ad or post promised",
        "the call to action or the form is missing, late or hidden on mobile",
        "the form asks for too much, or a consent banner stands before it",
        "traffic moved to a channel of people who hardly mean to buy",
        "a release lost the form's event or tag, so check the tracking first",
    ),
    plays=(
        Play(
            action=(
                "Keep two sign-up forms live, such as a pop-up and one in the page, "
                "and ask for consent at checkout as well"
            ),
            moves=("form_conversions",),
            evidence="what the fastest-growing of 143,000 Klaviyo brands do",
            url="http://resources.klaviyo.com/grow-faster-with-email-sms",
        ),
        Play(
            action="Ask in steps: the email first, the phone number after it",
            moves=("form_conversion_rate", "form_conversions"),
            url="https://resources.klaviyo.com/grow-faster-with-email-sms/p/3",
        ),
        Play(
            action="Test when and where the form shows up instead of arguing about it",
            moves=("form_conversion_rate", "bounce_rate"),
            evidence=(
                "in one A/B test a delay of 5 seconds brought 157% more submissions "
                "than waiting for 50% of the scroll"
            ),
            url="https://www.liftcentro.com/blog/getting-pop-ups-right-is-a-balancing-act/",
        ),
        Play(
            action=(
                "Compare the form's rate by channel and device and rebuild the worst "
                "landing path first; mobile bounces most"
            ),
            moves=("form_conversion_rate", "bounce_rate"),
            url=(
                "https://econsultancy.com/"
                "website-conversion-how-to-not-lose-half-your-audience-before-youve-even-started/"
            ),
        ),
        Play(
            action="Greet each new lead with an automatic welcome flow that names a next step",
            moves=("form_conversions", "email_click_rate"),
            url="http://resources.klaviyo.com/grow-faster-with-email-sms",
        ),
    ),
    questions=(
        Question(
            "Does each landing page go on with the promise of the ad that leads to it?",
            "whoever runs the ads",
        ),
        Question(
            "Was a form, a consent banner or a tag changed just before the onset?",
            "web developer",
        ),
        Question(
            "Did spending move to another channel or to a wider audience?",
            "whoever plans the media budget",
        ),
    ),
)
