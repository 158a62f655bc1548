//! People of the demo: they sign up through the form, most of them confirm, and some stop again. All are invented.

use std::collections::BTreeMap;

use super::{may, segment, supplier};
use anyhow::Context;
use hjemmel_app::{
    Allowed, App, AppError, FormDraft, IdentifierInput, OrderInput, PermissionInput, PersonInput, RecipientDraft,
    RegisterChange, RequestChange, RequestDraft, RequestStep, SignUpInput, TopicDraft,
};
use hjemmel_collect::SiteEntry;
use hjemmel_model::{
    Activity, Assessment, AssessmentOutcome, AtMs, Channel, Controller, Form, IdentifierKind, IdentityCheck, Language,
    LawPack, PermissionSource, RequestChannel, RequestKind, TenantId, Use,
};
use hjemmel_policy::act;

use super::{GOODS, Random};

const FIRST: [&str; 14] = [
    "karen", "soren", "mette", "lars", "anna", "erik", "maja", "oskar", "signe", "jonas", "freja", "nils", "astrid",
    "viggo",
];
const LAST: [&str; 11] =
    ["madsen", "holm", "lindqvist", "berg", "krogh", "svensson", "dahl", "nystrom", "juhl", "winther", "ek"];
const HOSTS: [&str; 3] = ["post.example", "brevlada.example", "mail.example"];

fn words(da: &str, sv: &str, en: &str) -> BTreeMap<Language, String> {
    [(Language::Da, da), (Language::Sv, sv), (Language::En, en)].map(|(l, t)| (l, t.to_owned())).into_iter().collect()
}

/// The shop's topics and its form.
pub async fn form(app: &App, tenant: &TenantId) -> anyhow::Result<Form> {
    let auth = may::<act::FormWrite>(tenant);
    let mut topics = Vec::new();
    for (name, text) in [
        (
            words("Nyhedsbrev", "Nyhetsbrev", "Newsletter"),
            words(
                "Hver torsdag: ugens buketter og hvordan de holder længe.",
                "Varje torsdag: veckans buketter och hur de håller länge.",
                "Every Thursday: the week's bouquets and how to keep them fresh.",
            ),
        ),
        (
            words("Tilbud", "Erbjudanden", "Offers"),
            words(
                "Højst to gange om måneden: hvad der er sat ned.",
                "Högst två gånger i månaden: vad som är nedsatt.",
                "At most twice a month: what is reduced.",
            ),
        ),
        (
            words("Kurser i butikken", "Kurser i butiken", "Courses in the shop"),
            words(
                "Når der er et nyt kursus i at binde buketter.",
                "När det finns en ny kurs i att binda buketter.",
                "When there is a new course in tying bouquets.",
            ),
        ),
    ] {
        topics.push(app.forms().topic_create(&auth, &TopicDraft { name, text }).await?.id.to_string());
    }
    let draft = FormDraft {
        name: "Footer".into(),
        sender: Controller {
            name: "Blomsterhuset ApS".into(),
            address: "Torvet 1, 8000 Aarhus C".into(),
            contact: "privatliv@blomsterhuset.example".into(),
            policy_url: "/privatliv".into(),
        },
        topics,
        title: words("Få blomster i indbakken", "Få blommor i inkorgen", "Flowers in your inbox"),
        channels: Channel::ALL.to_vec(),
    };
    Ok(app.forms().publish(&auth, None, &draft).await?)
}

/// One more person signs up in a browser; most confirm, many say that the browser is theirs, few change their mind.
pub async fn one(
    app: &App,
    form: &Form,
    random: &mut Random,
    number: usize,
    (site, browser): (&SiteEntry, String),
) -> anyhow::Result<()> {
    let name = |list: &'static [&'static str], at: usize| list.get(at % list.len()).copied().unwrap_or_default();
    let email =
        format!("{}.{}@{}", name(&FIRST, number * 5), name(&LAST, number * 3 + number / 14), name(&HOSTS, number));
    let swedish = site.site.law == LawPack::Se;
    let language = if swedish { Language::Sv } else { Language::Da };
    let chosen = form.topics.iter().enumerate().filter(|(i, _)| *i == 0 || random.chance(45)).map(|(_, t)| t);
    let input = SignUpInput {
        email: email.clone(),
        topics: chosen.map(|t| t.id.to_string()).collect(),
        version: form.version,
        language: Some(language),
        page: format!("https://{}.blomsterhuset.example/", if swedish { "se" } else { "www" }),
        caller: format!("demo-{number}"),
        site_key: site.site.key.clone(),
        token: browser,
        ..SignUpInput::default()
    };
    app.forms().sign_up(form.id.as_str(), &input).await?;
    while app.job_step().await? {}
    if random.chance(18) {
        return Ok(());
    }
    let caught = app.mailer.caught().unwrap_or_default();
    let text = caught.first().map(|m| m.text.clone()).context("the confirmation was caught")?;
    let Some(secret) = text.split("/p/confirm/").nth(1).and_then(|t| t.split_whitespace().next()) else {
        return Ok(());
    };
    if random.chance(55) {
        bought(app, site, random, (number, email.clone())).await?;
        if random.chance(40) {
            texted(app, site, form, random, (number, email)).await?;
        }
    }
    let join = random.chance(75);
    let opened = app.forms().link_confirm(secret, join, language).await?.context("a fresh link")?;
    if random.chance(12) {
        let preferences = app.forms().preferences_of(secret);
        let keep: Vec<String> = opened
            .topics
            .iter()
            .skip(1)
            .map(|t| Allowed { topic: t.clone(), channel: Channel::Email }.value())
            .collect();
        app.forms().link_stop(&preferences, &keep, PermissionSource::Preferences, language).await?;
    }
    Ok(())
}

/// At the checkout, signed in, they said yes to text messages too.
async fn texted(
    app: &App,
    site: &SiteEntry,
    form: &Form,
    random: &mut Random,
    (number, email): (usize, String),
) -> anyhow::Result<()> {
    let auth = may::<act::PersonWrite>(&site.site.tenant);
    let swedish = site.site.law == LawPack::Se;
    let topic = form.topics.get(usize::try_from(random.below(2))?).context("a topic")?;
    let input = PermissionInput {
        channel: Channel::Sms,
        email,
        // Numbers that nobody has.
        phone: format!("{}{:04}", if swedish { "+46000000" } else { "+450000" }, number % 10_000),
        topics: vec![topic.id.to_string()],
        form: form.id.to_string(),
        version: form.version,
        language: if swedish { Language::Sv } else { Language::Da },
        page: format!("https://{}.blomsterhuset.example/kurv", if swedish { "se" } else { "www" }),
        at_ms: 0,
        confirm: false,
        despite_pause: None,
    };
    match app.permissions().put(&auth, &input).await {
        // Who said no before is not asked again at the checkout.
        Ok(_) | Err(AppError::Refused(_)) => Ok(()),
        Err(e) => Err(e.into()),
    }
}

/// They bought something in the shop, which wrote down who they are.
async fn bought(
    app: &App,
    site: &SiteEntry,
    random: &mut Random,
    (number, email): (usize, String),
) -> anyhow::Result<()> {
    let auth = may::<act::PersonWrite>(&site.site.tenant);
    let identifier = |kind, value: &str| IdentifierInput { kind, value: value.to_owned() };
    let swedish = site.site.law == LawPack::Se;
    let first = email.split('.').next().unwrap_or_default();
    let city = match (swedish, random.chance(50)) {
        (false, true) => "Aarhus",
        (false, false) => "Odense",
        (true, true) => "Malmö",
        (true, false) => "Lund",
    };
    let mut name = first.to_owned();
    name.get_mut(..1).map(str::make_ascii_uppercase).unwrap_or_default();
    let person = PersonInput {
        identifiers: vec![
            identifier(IdentifierKind::Email, &email),
            identifier(IdentifierKind::CustomerNumber, &format!("B-{}", 1000 + number)),
        ],
        language: None,
        attributes: [("first_name", name.as_str()), ("city", city)].map(|(k, v)| (k.into(), v.into())).into(),
        source: "shop".into(),
        despite_pause: None,
    };
    app.people().put(&auth, &person).await?;
    let at = usize::try_from(random.below(GOODS.len() as u64))?;
    let (_, title, price) = GOODS.get(at).context("goods")?;
    let order = OrderInput {
        identifier: identifier(IdentifierKind::Email, &email),
        number: format!("O-{}", 20_000 + number * 7),
        lines: vec![format!("1 × {title}"), format!("{name}, {city}")],
        total_minor: (price * 100.0) as i64,
        currency: site.site.currency.clone(),
        law: site.site.law,
        at_ms: app.clock.now().0,
        source: "shop".into(),
        despite_pause: None,
    };
    app.people().order_put(&auth, &order).await?;
    Ok(())
}

/// Who outside gets data, and the register that says so.
pub async fn recipient(app: &App, tenant: &TenantId) -> anyhow::Result<()> {
    let draft = RecipientDraft {
        name: "Budtjenesten ApS".into(),
        contact: "privatliv@budtjenesten.example".into(),
        gets: "Navn og adresse på dem, der får blomster bragt".into(),
    };
    let recipient = app.recipients().create(&may::<act::PersonErase>(tenant), &draft).await?;
    let auth = may::<act::RegisterWrite>(tenant);
    let set = app.register().start::<Activity>(&auth).await?;
    let orders = set.into_iter().find(|a| a.entry.uses == [Use::Orders]).context("no activity names orders")?;
    let reviewed_on = app.clock.now().rfc3339().get(..10).unwrap_or_default().to_owned();
    let activity = Activity { recipients: vec![recipient.id], reviewed_on, ..orders.entry };
    app.register().change(&auth, &orders.id, &RegisterChange { version: orders.version, entry: activity }).await?;
    supplier::suppliers(app, tenant, &orders.id).await?;
    segment::told(app, tenant).await?;
    assessments(app, tenant).await
}

/// What the shop weighed before it began, signed.
async fn assessments(app: &App, tenant: &TenantId) -> anyhow::Result<()> {
    let auth = may::<act::RegisterWrite>(tenant);
    let day = |at: AtMs| at.rfc3339().get(..10).unwrap_or_default().to_owned();
    let (signed_on, review_next) = (day(app.clock.now()), day(app.clock.now().plus_months(12)));
    for draft in app.register().start::<Assessment>(&auth).await? {
        let signed = Assessment {
            outcome: Some(AssessmentOutcome::Approved),
            signed_by: "Butikschefen".into(),
            signed_on: signed_on.clone(),
            review_next: review_next.clone(),
            ..draft.entry
        };
        app.register().change(&auth, &draft.id, &RegisterChange { version: draft.version, entry: signed }).await?;
    }
    Ok(())
}

/// What two people ask for: one letter that waits for an answer, one telephone call that was begun.
pub async fn requests(app: &App, tenant: &TenantId) -> anyhow::Result<()> {
    let auth = may::<act::RequestWrite>(tenant);
    let now = app.clock.now();
    let draft = |kind, channel, contact: &str, text: &str, days: i64| RequestDraft {
        kind,
        channel,
        law: Some(LawPack::Dk),
        language: Language::Da,
        person: None,
        contact: contact.into(),
        text: text.into(),
        identity: IdentityCheck::None,
        received_at_ms: now.plus_days(-days).0,
    };
    let letter = draft(
        RequestKind::Access,
        RequestChannel::Letter,
        "Karen Holm, Torvet 2, 8000 Aarhus C",
        "Jeg vil gerne vide, hvad I har om mig, og hvem der har fået det.",
        22,
    );
    app.requests().create(&auth, &letter).await?;
    let call = draft(
        RequestKind::Rectification,
        RequestChannel::Phone,
        "Søren Dahl, +45 00 00 00 00",
        "Efternavnet staves med h.",
        6,
    );
    let made = app.requests().create(&auth, &call).await?.request;
    let text = "Bedt om at ringe fra det nummer, vi kender".to_owned();
    let change = RequestChange { changed_at_ms: made.changed_at.0, change: RequestStep::IdentityAsk { text } };
    app.requests().step(&auth, &made.id, &change).await?;
    Ok(())
}
