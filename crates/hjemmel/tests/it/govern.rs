//! Breaches and assessments: the clock of 72 hours, what is asked for before a case is closed, what may be a breach; and that
//! nothing is done that had to be weighed first and was not.

use hjemmel_model::{Role, UserId};
use hjemmel_policy::Actor;
use hjemmel_store::work;
use serde_json::{Value, json};

use crate::world::{Answer, NOW, World, worlds};

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

async fn records(world: &World, cookie: &str, kind: &str) -> Value {
    let answer = world.api(cookie, "GET", &format!("/register/{kind}"), None).await;
    assert_eq!(answer.status, 200, "{:?}", answer.json());
    answer.json()
}

/// What is to be settled in a kind, as `code name rule`.
async fn findings(world: &World, cookie: &str, kind: &str) -> Vec<String> {
    let said = records(world, cookie, kind).await;
    let line = |f: &Value| {
        let rule = f["refusal"]["rule"]["id"].as_str().unwrap_or_default();
        format!("{} {} {rule}", f["code"].as_str().unwrap(), f["name"].as_str().unwrap()).trim().to_owned()
    };
    let all = said["findings"].as_array().unwrap().iter().map(line);
    // What nobody looked at, or names, has its own tests.
    all.filter(|line| !line.starts_with("review_due") && !line.starts_with("use_unnamed")).collect()
}

/// What stands on Home, as `severity code`.
async fn home(world: &World, cookie: &str) -> Vec<String> {
    let open = world.api(cookie, "GET", "/setup", None).await.json()["open"].clone();
    let line = |i: &Value| format!("{} {}", i["severity"].as_str().unwrap(), i["code"].as_str().unwrap());
    let ours = |line: &String| line.contains("breach") || line.contains("assessment");
    open.as_array().unwrap().iter().map(line).filter(ours).collect()
}

/// Which field is wrong; empty where nothing is.
fn wrong(answer: &Answer) -> String {
    let said = answer.text("detail");
    assert!(matches!(answer.status.as_u16(), 200 | 201 | 422), "{:?}", answer.json());
    said.split('`').nth(1).filter(|_| answer.status == 422).unwrap_or_default().to_owned()
}

/// A case of which somebody became aware on a Friday morning, two days before now.
fn case() -> Value {
    json!({
        "name": "List sent astray", "verdict": "breach", "aware_at": "2026-11-20T08:00",
        "what": "A list of customers was sent to the wrong address."
    })
}

/// A record that is changed again and again.
struct Record<'a> {
    world: &'a World,
    path: String,
    version: i64,
    entry: Value,
}

impl<'a> Record<'a> {
    async fn enter(world: &'a World, cookie: &str, kind: &str, entry: Value) -> Record<'a> {
        let made = world.api(cookie, "POST", &format!("/register/{kind}"), Some(entry)).await;
        assert_eq!(made.status, 201, "{:?}", made.json());
        Record::of(world, kind, &made.json())
    }

    fn of(world: &'a World, kind: &str, made: &Value) -> Record<'a> {
        let path = format!("/register/{kind}/{}", made["id"].as_str().unwrap());
        Record { world, path, version: made["version"].as_i64().unwrap(), entry: made["entry"].clone() }
    }

    /// Write fields of it. Gives the field that is wrong; empty where it was kept.
    async fn put(&mut self, cookie: &str, fields: Value) -> String {
        let mut entry = self.entry.clone();
        for (name, value) in fields.as_object().unwrap() {
            entry[name] = value.clone();
        }
        let change = json!({ "version": self.version, "entry": entry });
        let answer = self.world.api(cookie, "PUT", &self.path, Some(change)).await;
        let wrong = wrong(&answer);
        if wrong.is_empty() {
            self.version += 1;
            self.entry = answer.json()["entry"].clone();
        }
        wrong
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_authority_is_told_within_72_hours_or_everybody_sees_that_it_was_not() {
    for world in worlds().await {
        let officer = world.staff(Role::DataProtectionOfficer).await;
        let later = json!({ "name": "A", "verdict": "breach", "aware_at": "2026-11-22T13:01", "what": "B" });
        let answer = world.api(&officer, "POST", "/register/breaches", Some(later)).await;
        assert_eq!(wrong(&answer), "aware_at", "nobody is aware of it yet");
        let mut breach = Record::enter(&world, &officer, "breaches", case()).await;
        let found = records(&world, &officer, "breaches").await["findings"][0].clone();
        // Monday at eight in Copenhagen: Saturday and Sunday count.
        assert_eq!(found["due"], NOW.0 + 19 * HOUR_MS, "{found}");
        assert_eq!(findings(&world, &officer, "breaches").await, ["breach_open List sent astray"]);
        assert_eq!(home(&world, &officer).await, ["missing breach_open"]);
        assert_eq!(breach.put(&officer, json!({ "risk": "unlikely" })).await, "risk_reasons", "a no has its reasons");

        world.wait_ms(19 * HOUR_MS + 1).await;
        let officer = world.staff(Role::DataProtectionOfficer).await;
        assert_eq!(findings(&world, &officer, "breaches").await, ["breach_overdue List sent astray G-06"]);
        assert_eq!(home(&world, &officer).await, ["failing breach_overdue"]);
        let told = json!([{ "at": "2026-11-23T08:00", "reference": "2026-7", "told": "All we knew" }]);
        let mut late = told.clone();
        late[0]["at"] = "2026-11-23T08:01".into();
        let risk = |told: &Value| json!({ "risk": "risk", "notifications": told });
        world.wait_ms(HOUR_MS).await;
        let officer = world.staff(Role::DataProtectionOfficer).await;
        assert_eq!(breach.put(&officer, risk(&late)).await, "late_reasons");
        let mut early = told.clone();
        early[0]["at"] = "2026-11-20T07:59".into();
        assert_eq!(breach.put(&officer, risk(&early)).await, "notifications", "nobody tells what they do not know");
        assert_eq!(breach.put(&officer, risk(&told)).await, "", "the last moment is in time");
        assert_eq!(findings(&world, &officer, "breaches").await, ["breach_open List sent astray"]);
        let marketer = world.staff(Role::Marketer).await;
        assert_eq!(world.api(&marketer, "POST", "/register/breaches", Some(case())).await.status, 403);
    }
}

/// Everything that the law asks of a case with a high risk, but that people were told.
fn answered() -> Value {
    json!({
        "risk": "high_risk", "nature": ["confidentiality"], "data": ["contact"], "subjects": ["customers"],
        "people": "about 1,200", "records": "about 1,200", "consequences": "Others may write to them.",
        "measures": "The receiver deleted it. Be wary of mails that ask for money.", "contact": "dpo@shop.example",
        "risk_reasons": "Children are among them.",
        "notifications": [{ "at": "2026-11-21T09:00" }]
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_case_is_closed_when_everything_is_answered_and_stays_with_every_version() {
    for world in worlds().await {
        let officer = world.staff(Role::DataProtectionOfficer).await;
        let mut breach = Record::enter(&world, &officer, "breaches", case()).await;
        let close = json!({ "closed_on": "2026-11-22" });
        assert_eq!(breach.put(&officer, close.clone()).await, "nature");
        assert_eq!(breach.put(&officer, answered()).await, "");
        assert_eq!(findings(&world, &officer, "breaches").await, ["breach_overdue List sent astray G-07"]);
        assert_eq!(breach.put(&officer, close.clone()).await, "people_told_on");
        assert_eq!(breach.put(&officer, json!({ "spared": "unreadable" })).await, "spared_reasons");
        let draft = async |whom: &str, language: &str| {
            let path = format!("{}/draft?for={whom}&language={language}", breach.path);
            let answer = world.api(&officer, "GET", &path, None).await;
            assert_eq!(answer.status, 200);
            String::from_utf8(answer.body).unwrap()
        };
        let authority = draft("authority", "da").await;
        for said in ["Datatilsynet", "about 1,200", "Fortrolighed", "2026-11-20 08:00", "dpo@shop.example"] {
            assert!(authority.contains(said), "{said}: {authority}");
        }
        let people = draft("people", "sv").await;
        for said in
            ["wrong address", "Others may write", "Be wary", "dpo@shop.example", "datatilsynet.dk", "Vad som hände"]
        {
            assert!(people.contains(said), "{said}: {people}");
        }
        assert!(!people.contains("1,200") && !people.contains("<ul>"), "people read what concerns them: {people}");
        assert_eq!(breach.put(&officer, json!({ "people_told_on": "2026-11-22" })).await, "");
        assert_eq!(breach.put(&officer, close).await, "");
        assert_eq!(findings(&world, &officer, "breaches").await, Vec::<String>::new());
        assert_eq!(home(&world, &officer).await, Vec::<String>::new());
        let history = world.api(&officer, "GET", &format!("{}/history", breach.path), None).await.json();
        assert_eq!(history["versions"].as_array().unwrap().len(), 4, "each decision is written down");
        let csv = world.api(&officer, "GET", "/register/breaches/record?format=csv&language=en", None).await;
        assert!(String::from_utf8(csv.body).unwrap().contains("Children are among them."));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draft_names_what_the_law_asks_for_and_nobody_said() {
    let world = worlds().await.remove(0);
    let officer = world.staff(Role::DataProtectionOfficer).await;
    let breach = Record::enter(&world, &officer, "breaches", case()).await;
    let draft = async |whom: &str| {
        let path = format!("{}/draft?for={whom}&language=en", breach.path);
        String::from_utf8(world.api(&officer, "GET", &path, None).await.body).unwrap()
    };
    let missing =
        |page: &str| page.split("<ul>").nth(1).map_or(String::new(), |rest| rest.split("</ul>").next().unwrap().into());
    let authority = missing(&draft("authority").await);
    for field in ["What was lost", "Personal data", "About how many people", "Likely consequences", "Measures", "Risk"]
    {
        assert!(authority.contains(field), "{field}: {authority}");
    }
    let people = missing(&draft("people").await);
    assert!(people.contains("Measures") && !people.contains("About how many"), "{people}");
    let gone = format!("/register/breaches/ent_{}/draft", "0".repeat(32));
    assert_eq!(world.api(&officer, "GET", &gone, None).await.status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn about_how_many_people_is_counted_and_not_guessed() {
    for world in worlds().await {
        let officer = world.staff(Role::DataProtectionOfficer).await;
        let put = async |n: usize, phone: bool| {
            let mut identifiers = vec![json!({ "kind": "email", "value": format!("p{n}@kunde.example") })];
            if phone {
                identifiers.push(json!({ "kind": "phone", "value": format!("+45 2012345{n}") }));
            }
            let person = json!({ "identifiers": identifiers, "source": "shop" });
            assert_eq!(world.api(&officer, "POST", "/people", Some(person)).await.status, 200);
        };
        put(1, true).await;
        put(2, false).await;
        let held = world.api(&officer, "GET", "/register/held", None).await.json();
        let counts = json!({ "people": 2, "with_email": 2, "with_phone": 1, "with_orders": 0, "orders": 0 });
        assert_eq!(held, counts);
    }
}

async fn looks(world: &World, user: &str, action: &str, n: usize) {
    let actor = Actor::Staff { user: UserId::parse(user).unwrap(), role: Role::Support };
    let now = world.running.app.clock.now();
    work!(world.running.app.store, |w| {
        for i in 0..n {
            w.audit().note(&world.tenant, &actor, action, &format!("per_{i}"), now).await?;
        }
        Ok::<_, hjemmel_store::StoreError>(())
    })
    .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_may_be_a_breach_is_asked_about_until_somebody_says_what_it_is() {
    for world in worlds().await {
        let officer = world.staff(Role::DataProtectionOfficer).await;
        let user = world.api(&officer, "GET", "/session", None).await.json()["id"].as_str().unwrap().to_owned();
        looks(&world, &user, "person.read", 49).await;
        looks(&world, &user, "person.copy", 4).await;
        assert_eq!(findings(&world, &officer, "breaches").await, Vec::<String>::new());
        looks(&world, &user, "person.read", 50).await;
        looks(&world, &user, "person.copy", 1).await;
        let found = records(&world, &officer, "breaches").await["findings"].clone();
        let of =
            |sort: &str| found.as_array().unwrap().iter().find(|f| f["suspicion"]["sort"] == sort).unwrap().clone();
        assert_eq!(
            (&of("many_read")["suspicion"]["actor"], &of("many_read")["suspicion"]["count"]),
            (&json!(user), &json!(50))
        );
        assert!(!found.to_string().contains("per_"), "whom somebody looked at is not told");
        assert_eq!(home(&world, &officer).await, ["missing breach_suspected"]);
        let judged = |sort: &str, more: Value| {
            let mut case = case();
            case["suspicion"] = of(sort)["suspicion"]["mark"].clone();
            for (name, value) in more.as_object().unwrap() {
                case[name] = value.clone();
            }
            case
        };
        let bare = judged("many_read", json!({ "verdict": "not_a_breach" }));
        let answer = world.api(&officer, "POST", "/register/breaches", Some(bare)).await;
        assert_eq!(wrong(&answer), "verdict_reasons");
        let none =
            judged("many_read", json!({ "verdict": "not_a_breach", "verdict_reasons": "A list was gone through." }));
        let none = Record::enter(&world, &officer, "breaches", none).await;
        Record::enter(&world, &officer, "breaches", judged("many_copied", json!({}))).await;
        assert_eq!(findings(&world, &officer, "breaches").await, ["breach_open List sent astray"]);
        // Taking the case out of the list does not unsay what was judged.
        let out = format!("{}?version={}", none.path, none.version);
        assert_eq!(world.api(&officer, "DELETE", &out, None).await.status, 204);
        assert_eq!(findings(&world, &officer, "breaches").await, ["breach_open List sent astray"]);
    }
}

async fn person_put(world: &World, cookie: &str) -> u16 {
    let identifier = json!({ "kind": "email", "value": "ida@kunde.example" });
    let person = json!({ "identifiers": [identifier], "attributes": { "city": "Aarhus" }, "source": "shop" });
    world.api(cookie, "POST", "/people", Some(person)).await.status.as_u16()
}

fn signature(until: &str) -> Value {
    json!({ "outcome": "approved", "signed_by": "Head of sales", "signed_on": "2026-11-22", "review_next": until })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_rests_on_an_interest_is_done_only_on_a_signed_assessment_in_date() {
    for world in worlds().await {
        let officer = world.staff(Role::DataProtectionOfficer).await;
        let none = world.api(&officer, "POST", "/register/assessments/start", None).await;
        assert_eq!(none.status, 404, "there is no activity to begin with");
        world.api(&officer, "POST", "/register/activities/start", None).await;
        let missing = findings(&world, &officer, "assessments").await;
        assert_eq!(missing.len(), 5, "{missing:?}");
        assert!(missing.iter().all(|f| f.starts_with("assessment_missing") && f.ends_with("P-04")), "{missing:?}");
        assert_eq!(home(&world, &officer).await, ["advice assessment_missing"]);
        assert_eq!(person_put(&world, &officer).await, 200, "what ran before goes on");

        world.wait_ms(1).await;
        let drafts = world.api(&officer, "POST", "/register/assessments/start", None).await.json()["versions"].clone();
        assert_eq!(drafts.as_array().unwrap().len(), 5);
        assert_eq!(person_put(&world, &officer).await, 200, "a draft stops nothing");
        let activities = records(&world, &officer, "activities").await["entries"].clone();
        let id_of = |of: &str| {
            let all = activities.as_array().unwrap();
            all.iter().find(|a| a["entry"]["uses"][0] == of).unwrap()["id"].clone()
        };
        let customers = id_of("customers");
        let draft = drafts.as_array().unwrap().iter().find(|d| d["entry"]["activities"][0] == customers).unwrap();
        let mut lia = Record::of(&world, "assessments", draft);
        assert_eq!(lia.put(&officer, json!({ "signed_on": "2026-11-22" })).await, "signed_by");
        let mut half = signature("2026-12-01");
        half["balance"] = "".into();
        assert_eq!(lia.put(&officer, half).await, "balance", "each of the three steps");
        assert_eq!(lia.put(&officer, signature("2026-12-01")).await, "");
        assert_eq!(findings(&world, &officer, "assessments").await.len(), 4);
        assert_eq!(person_put(&world, &officer).await, 200);
        assert_eq!(lia.put(&officer, json!({ "outcome": "rejected" })).await, "");
        assert_eq!(person_put(&world, &officer).await, 403, "what was signed is held to");
        assert_eq!(home(&world, &officer).await, ["failing assessment_gap"]);
        assert_eq!(lia.put(&officer, json!({ "outcome": "approved" })).await, "");
        assert_eq!(person_put(&world, &officer).await, 200);

        // Nobody writes anything, and its day passes.
        world.wait_ms(10 * DAY_MS).await;
        let officer = world.staff(Role::DataProtectionOfficer).await;
        world.running.app.jobs_ensure().await.unwrap();
        while world.running.app.job_step().await.unwrap() {}
        assert_eq!(person_put(&world, &officer).await, 403);
        let late = findings(&world, &officer, "assessments").await;
        assert!(late.iter().any(|f| f.starts_with("unassessed") && f.ends_with("P-04")), "{late:?}");
        assert_eq!(lia.put(&officer, json!({ "review_next": "2027-12-01" })).await, "");
        assert_eq!(person_put(&world, &officer).await, 200);
    }
}

/// An activity that names orders.
fn orders(more: Value) -> Value {
    let mut activity = json!({
        "name": "Orders", "purpose": "Orders", "role": "controller", "uses": ["orders"], "legal_bases": ["contract"],
        "subjects": ["customers"], "data": ["purchases"], "sources": ["person"], "retention": "A year", "owner": "Shop"
    });
    for (name, value) in more.as_object().unwrap() {
        activity[name] = value.clone();
    }
    activity
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_likely_a_high_risk_or_leaves_under_clauses_does_not_begin_unassessed() {
    for world in worlds().await {
        let officer = world.staff(Role::DataProtectionOfficer).await;
        let order = json!({
            "identifier": { "kind": "email", "value": "ida@kunde.example" }, "number": "O-1", "lines": ["1 × Tulipaner"],
            "total_minor": 4_900, "currency": "DKK", "law": "dk", "at_ms": NOW.0 - 1_000, "source": "shop"
        });
        let put = async || world.api(&officer, "POST", "/orders", Some(order.clone())).await.status.as_u16();
        let mut record =
            Record::enter(&world, &officer, "activities", orders(json!({ "criteria": ["scoring"] }))).await;
        let others = json!({ "name": "People", "uses": ["customers"] });
        Record::enter(&world, &officer, "activities", orders(others)).await;
        let id = record.path.rsplit('/').next().unwrap().to_owned();
        assert_eq!(person_put(&world, &officer).await, 200);
        assert_eq!(put().await, 200);
        assert_eq!(record.put(&officer, json!({ "criteria": ["scoring", "large_scale"] })).await, "");
        assert_eq!(put().await, 403, "two of the nine");
        assert_eq!(findings(&world, &officer, "activities").await, ["unassessed Orders G-04"]);
        let steps = json!({
            "name": "Scores", "sort": "impact", "activities": [id], "description": "a", "proportionality": "b", "risks": "c",
            "safeguards": "d", "advice": "There is no officer; the lawyer was asked.", "residual": "high"
        });
        let mut dpia = Record::enter(&world, &officer, "assessments", steps).await;
        assert_eq!(dpia.put(&officer, signature("2027-11-22")).await, "consulted_on", "the authority is asked first");
        let mut signed = signature("2027-11-22");
        signed["residual"] = "some".into();
        assert_eq!(dpia.put(&officer, signed).await, "");
        assert_eq!((put().await, findings(&world, &officer, "activities").await), (200, vec![]));

        world.wait_ms(1).await;
        let abroad = json!({ "countries": ["IN"], "transfer_tool": "standard_clauses" });
        assert_eq!(record.put(&officer, abroad).await, "");
        assert_eq!(put().await, 403);
        assert_eq!(findings(&world, &officer, "activities").await, ["unassessed Orders X-04"]);
        let mut steps = signature("2027-11-22");
        for (name, value) in
            [("sort", "transfer"), ("importer", "a"), ("law_there", "b"), ("supplements", "c"), ("name", "IN")]
        {
            steps[name] = value.into();
        }
        steps["activities"] = json!([id]);
        Record::enter(&world, &officer, "assessments", steps).await;
        assert_eq!(put().await, 200);
        // A new activity waits for its own assessment, whoever else was assessed.
        assert_eq!(record.put(&officer, json!({ "uses": [] })).await, "");
        let interest = json!({ "name": "B", "legal_bases": ["legitimate_interest"], "balancing": "They buy." });
        Record::enter(&world, &officer, "activities", orders(interest)).await;
        assert_eq!(put().await, 403);
        assert_eq!(findings(&world, &officer, "activities").await, ["unassessed B P-04"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_state_of_a_day_is_shown_as_it_was_and_signed() {
    for world in worlds().await {
        let officer = world.staff(Role::DataProtectionOfficer).await;
        world.api(&officer, "POST", "/register/activities/start", None).await;
        Record::enter(&world, &officer, "breaches", case()).await;
        world.wait_ms(2 * DAY_MS).await;
        let officer = world.staff(Role::DataProtectionOfficer).await;
        let newsletters = records(&world, &officer, "activities").await["entries"]
            .as_array()
            .unwrap()
            .iter()
            .find(|a| a["entry"]["uses"][0] == "newsletters")
            .unwrap()
            .clone();
        let out = format!("/register/activities/{}?version=1", newsletters["id"].as_str().unwrap());
        assert_eq!(world.api(&officer, "DELETE", &out, None).await.status, 204);
        let state = async |on: &str| {
            let answer = world.api(&officer, "GET", &format!("/register/state?format=json&on={on}"), None).await.json();
            let signed: hjemmel_model::SignedState = serde_json::from_value(answer).unwrap();
            let fits = |text: &str| {
                let context = hjemmel_app::STATE_CONTEXT;
                hjemmel_store::text_signature_fits(&signed.key, context, text, &signed.signature)
            };
            assert!(fits(&signed.state) && !fits(&signed.state.replace("2026", "2025")), "signed to the letter");
            serde_json::from_str::<Value>(&signed.state).unwrap()
        };
        let (then, now) = (state("2026-11-22").await, state("").await);
        let uses = |state: &Value| state["uses"].as_array().unwrap().contains(&json!("newsletters"));
        assert_eq!((uses(&then), uses(&now)), (true, false));
        assert_eq!(then["register"]["activities"].as_array().unwrap().len(), 14);
        assert_eq!(then["register"]["breaches"][0]["entry"]["name"], "List sent astray");
        assert_eq!(then["notices"][0]["notice"]["version"], 1);
        assert_eq!(state("2026-11-21").await["register"]["breaches"], json!([]));
        let page = world.api(&officer, "GET", "/register/state?on=2026-11-22&language=da", None).await;
        let page = String::from_utf8(page.body).unwrap();
        assert!(page.contains("List sent astray") && page.contains("Nyhedsbreve") && page.contains("Nøgle"), "{page}");
        let ahead = world.api(&officer, "GET", "/register/state?on=2027-01-01", None).await;
        assert_eq!(wrong(&ahead), "on");
    }
}
