//! The register decides: what no processing activity names is refused, everywhere, from the moment it is no longer named; and
//! what was written on any day is shown as it was.

use hjemmel_model::{Role, Use};
use serde_json::{Value, json};

use crate::{
    people::{form, link, mails, sign_up, submit},
    world::{World, worlds},
};

const IDA: &str = "ida@kunde.example";

async fn activities(world: &World, cookie: &str) -> Value {
    let answer = world.api(cookie, "GET", "/register/activities", None).await;
    assert_eq!(answer.status, 200, "{:?}", answer.json());
    answer.json()
}

/// The activity that names a use.
fn naming(activities: &Value, of: &str) -> Value {
    let all = activities["entries"].as_array().unwrap();
    all.iter().find(|a| a["entry"]["uses"][0] == of).unwrap_or(&Value::Null).clone()
}

async fn end(world: &World, cookie: &str, of: &str) -> Value {
    let entry = naming(&activities(world, cookie).await, of);
    let path = format!("/register/activities/{}?version={}", entry["id"].as_str().unwrap(), entry["version"]);
    assert_eq!(world.api(cookie, "DELETE", &path, None).await.status, 204);
    entry
}

async fn findings(world: &World, cookie: &str) -> Vec<String> {
    let said = activities(world, cookie).await;
    let line = |f: &Value| format!("{} {}", f["code"].as_str().unwrap(), f["name"].as_str().unwrap());
    let all = said["findings"].as_array().unwrap().iter().map(line);
    // What is assessed has its own tests.
    all.filter(|line| !line.starts_with("review_due") && !line.starts_with("assessment")).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_no_activity_names_is_refused_and_is_allowed_again_when_one_does() {
    for world in worlds().await {
        let officer = world.staff(Role::DataProtectionOfficer).await;
        let token = world.choose("", &["statistics"]).await;
        assert_eq!(world.view(&token, "a").await["stored"], 1, "as shipped, everything counts as named");
        let shipped = activities(&world, &officer).await;
        assert_eq!((shipped["as_shipped"].as_bool(), shipped["findings"].as_array().unwrap().len()), (Some(true), 0));

        let open = async || world.api(&officer, "GET", "/setup", None).await.json()["open"].to_string();
        assert!(open().await.contains("register_unkept"));
        assert_eq!(world.api(&officer, "POST", "/register/activities/start", None).await.status, 201);
        assert!(!open().await.contains("register_"));
        let again = world.api(&officer, "POST", "/register/activities/start", None).await;
        assert_eq!((again.status.as_u16(), again.code().as_str()), (409, "taken"));
        let set = activities(&world, &officer).await;
        assert_eq!(set["entries"].as_array().unwrap().len(), Use::ALL.len());
        assert_eq!(findings(&world, &officer).await, Vec::<String>::new());
        assert_eq!(world.view(&token, "b").await["stored"], 1);
        assert_eq!(world.page_views(&officer, "statistics").await, 2);

        // Without a word to any site, the use stops in everything: what comes in, and what is shown.
        let ended = end(&world, &officer, "statistics").await;
        let view = world.view(&token, "c").await;
        assert_eq!((&view["stored"], &view["refused"]), (&json!(0), &json!(["not_in_register"])));
        let day = "from=2026-11-22&to=2026-11-22&purpose=statistics";
        let report = format!("/sites/{}/reports/overview?{day}", world.site.id);
        let refused = world.api(&officer, "GET", &report, None).await;
        let said = refused.json()["detail"].to_string();
        assert!(refused.status == 403 && said.contains("G-01"), "{said}");
        assert_eq!(findings(&world, &officer).await, ["use_unnamed statistics"], "the notice still asks for it");
        assert!(open().await.contains("register_gap"));

        let named = world.api(&officer, "POST", "/register/activities", Some(ended["entry"].clone())).await;
        assert_eq!(named.status, 201, "{:?}", named.json());
        assert_eq!(world.view(&token, "d").await["stored"], 1);
        assert_eq!(world.page_views(&officer, "statistics").await, 3);
        assert_eq!(findings(&world, &officer).await, Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_written_to_when_no_activity_names_newsletters() {
    for world in worlds().await {
        let officer = world.staff(Role::DataProtectionOfficer).await;
        let (form, topics) = form(&world, &officer).await;
        sign_up(&world, &form, IDA, &topics).await;
        let mail = mails(&world, 0).await.remove(0);
        assert_eq!(submit(&world, &link(&mail.text, "confirm"), &[]).await.status, 200);
        let question = json!({ "identifier": { "kind": "email", "value": IDA }, "topic": topics[0], "form": form });
        let ask = async || world.api(&officer, "POST", "/people/may-send", Some(question.clone())).await.json();
        assert_eq!(ask().await["allowed"], true, "{}", ask().await);
        assert_eq!(world.api(&officer, "POST", "/register/activities/start", None).await.status, 201);
        assert_eq!(ask().await["allowed"], true);
        end(&world, &officer, "newsletters").await;
        let answer = ask().await;
        let rule = answer["refusal"]["rule"]["id"].as_str();
        assert_eq!((answer["allowed"].as_bool(), rule), (Some(false), Some("G-01")), "{answer}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_written_down_for_a_use_that_no_activity_names() {
    for world in worlds().await {
        let officer = world.staff(Role::DataProtectionOfficer).await;
        let identifier = json!({ "kind": "email", "value": IDA });
        let person = json!({ "identifiers": [identifier], "attributes": { "city": "Aarhus" }, "source": "shop" });
        let order = json!({
            "identifier": identifier, "number": "O-1", "lines": ["1 × Tulipaner"], "total_minor": 4_900,
            "currency": "DKK", "law": "dk", "at_ms": crate::world::NOW.0 - 1_000, "source": "shop"
        });
        let put = async |path: &str, body: &Value| {
            let answer = world.api(&officer, "POST", path, Some(body.clone())).await;
            (answer.status.as_u16(), answer.code())
        };
        world.api(&officer, "POST", "/register/activities/start", None).await;
        assert_eq!(put("/people", &person).await.0, 200);
        assert_eq!(put("/orders", &order).await.0, 200);
        end(&world, &officer, "orders").await;
        assert_eq!(put("/orders", &order).await, (403, "refused".into()));
        assert_eq!(put("/people", &person).await.0, 200, "the other use goes on");
        end(&world, &officer, "customers").await;
        assert_eq!(put("/people", &person).await, (403, "refused".into()));
        let gaps = findings(&world, &officer).await;
        assert_eq!(gaps, ["use_unnamed customers", "use_unnamed orders"], "there is data of both");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_version_stays_and_none_is_written_over() {
    for world in worlds().await {
        let officer = world.staff(Role::DataProtectionOfficer).await;
        world.api(&officer, "POST", "/register/activities/start", None).await;
        let entry = naming(&activities(&world, &officer).await, "statistics");
        let path = format!("/register/activities/{}", entry["id"].as_str().unwrap());
        let mut activity = entry["entry"].clone();
        world.wait_ms(3 * 86_400_000).await;
        let officer = world.staff(Role::DataProtectionOfficer).await;
        activity["owner"] = "Webteam".into();
        activity["reviewed_on"] = "2026-11-25".into();
        let change = json!({ "version": 1, "entry": activity });
        let changed = world.api(&officer, "PUT", &path, Some(change.clone())).await;
        assert_eq!(
            (changed.status.as_u16(), changed.json()["version"].as_i64()),
            (200, Some(2)),
            "{:?}",
            changed.json()
        );
        let late = world.api(&officer, "PUT", &path, Some(change)).await;
        assert_eq!((late.status.as_u16(), late.code().as_str()), (409, "changed"));

        let history = world.api(&officer, "GET", &format!("{path}/history"), None).await.json();
        let said: Vec<_> =
            history["versions"].as_array().unwrap().iter().map(|v| v["entry"]["owner"].as_str().unwrap()).collect();
        assert_eq!(said, ["Webteam", "Databeskyttelse"]);
        let record = async |on: &str| {
            let path = format!("/register/activities/record?format=html&language=da&on={on}");
            let answer = world.api(&officer, "GET", &path, None).await;
            assert_eq!(answer.status, 200);
            String::from_utf8(answer.body).unwrap()
        };
        let (then, now) = (record("2026-11-22").await, record("2026-11-25").await);
        assert!(!then.contains("Webteam") && now.contains("Webteam"));
        assert!(then.contains("Statistik på hjemmesiden") && then.contains("Samtykke, artikel 6"), "{then}");
        assert!(record("2026-11-21").await.contains("ingen aktivitet"), "there was none before it began");
        for none in ["2027-01-01", "yesterday"] {
            let path = format!("/register/activities/record?format=html&language=da&on={none}");
            assert_eq!(world.api(&officer, "GET", &path, None).await.status, 422, "{none}");
        }
        // What was written is in the evidence and in the audit.
        let audit = world.api(&officer, "GET", "/audit", None).await.json().to_string();
        assert!(audit.contains("register.create") && audit.contains("register.change"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_an_activity_has_to_say_is_asked_for() {
    let world = worlds().await.remove(0);
    let officer = world.staff(Role::DataProtectionOfficer).await;
    let whole = json!({
        "name": "Loyalty", "purpose": "Points for what is bought.", "role": "controller", "uses": ["customers"],
        "legal_bases": ["contract"], "subjects": ["customers"], "data": ["contact", "purchases"], "sources": ["person"],
        "retention": "Until the customer leaves.", "owner": "Shop"
    });
    let wrong = |field: &str, value: Value| {
        let mut draft = whole.clone();
        draft[field] = value;
        draft
    };
    let cases = [
        ("name", wrong("name", " ".into())),
        ("purpose", wrong("purpose", "".into())),
        ("retention", wrong("retention", "".into())),
        ("legal_bases", wrong("legal_bases", json!([]))),
        ("subjects", wrong("subjects", json!([]))),
        ("data", wrong("data", json!([]))),
        ("balancing", wrong("legal_bases", json!(["legitimate_interest"]))),
        ("special_basis", wrong("data", json!(["health"]))),
        // Data about offences is a matter of the law alone (P-18).
        ("legal_bases", wrong("data", json!(["criminal"]))),
        ("on_behalf_of", wrong("role", "processor".into())),
        ("recipients", wrong("recipients", json!(["rcp_0000"]))),
        ("countries", wrong("countries", json!(["SE"]))),
        ("transfer_tool", wrong("countries", json!(["IN"]))),
        ("reviewed_on", wrong("reviewed_on", "2027-01-01".into())),
    ];
    for (field, draft) in cases {
        let answer = world.api(&officer, "POST", "/register/activities", Some(draft)).await;
        let said = answer.json()["detail"].as_str().unwrap_or_default().to_owned();
        assert!(answer.status == 422 && said.starts_with(&format!("`{field}`")), "{field}: {said}");
    }
    for (countries, tool, right) in [
        (json!(["gb"]), "adequacy", true),
        (json!(["US"]), "adequacy", false),
        (json!(["US"]), "data_privacy_framework", true),
        (json!(["IN", "US"]), "data_privacy_framework", false),
        (json!(["IN"]), "standard_clauses", true),
        (json!(["IN"]), "derogation", false),
    ] {
        let mut draft = wrong("countries", countries);
        draft["transfer_tool"] = tool.into();
        let answer = world.api(&officer, "POST", "/register/activities", Some(draft)).await;
        assert_eq!(answer.status == 201, right, "{tool}: {:?}", answer.json());
    }
    // A recipient that is recorded and that no activity names is a finding; whoever may not keep the register only reads it.
    let recipient = json!({ "name": "Pakkeriet ApS", "contact": "gdpr@pakkeriet.example", "gets": "Addresses" });
    let recipient = world.api(&officer, "POST", "/recipients", Some(recipient)).await.json()["id"].clone();
    assert!(findings(&world, &officer).await.contains(&"recipient_unnamed Pakkeriet ApS".to_owned()));
    let named =
        world.api(&officer, "POST", "/register/activities", Some(wrong("recipients", json!([recipient])))).await;
    assert_eq!(named.status, 201);
    assert!(!findings(&world, &officer).await.iter().any(|f| f.starts_with("recipient")));
    let marketer = world.staff(Role::Marketer).await;
    assert_eq!(world.api(&marketer, "GET", "/register/activities", None).await.status, 200);
    assert_eq!(world.api(&marketer, "POST", "/register/activities", Some(whole.clone())).await.status, 403);
    let csv = world.api(&officer, "GET", "/register/activities/record?format=csv&language=en", None).await;
    let csv = String::from_utf8(csv.body).unwrap();
    assert!(csv.starts_with('\u{feff}') && csv.contains("Legal basis") && csv.contains("Pakkeriet ApS"), "{csv}");
    let data = world.api(&officer, "GET", "/register/activities/record?format=json", None).await.json();
    assert_eq!(data["entries"][0]["dpv"]["legal_bases"][0], "eu-gdpr:A6-1-b", "{data}");
}

fn supplier() -> Value {
    json!({
        "name": "Postbud ApS", "role": "processor", "purpose": "Sending newsletters.", "data": ["contact"],
        "countries": ["dk", "US", "dk"], "transfer_tool": "data_privacy_framework", "dpf_checked_on": "2026-11-20",
        "contract": "DPA 12", "signed_on": "2025-01-02",
        "terms": [
            "audits", "instructions", "confidentiality", "security", "sub_processors", "rights", "assistance", "deletion"
        ],
        "sub_processors": [{ "name": "Sky AB", "country": "SE", "purpose": "Hosting" }], "authorisation": "general",
        "reviewed_on": "2026-06-01", "review_next": "2027-06-01", "contact": "gdpr@postbud.example",
        "hosts": ["Smtp.Postbud.example"]
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_supplier_is_kept_with_every_version_and_handed_over_as_it_was() {
    for world in worlds().await {
        let officer = world.staff(Role::DataProtectionOfficer).await;
        let made = world.api(&officer, "POST", "/register/suppliers", Some(supplier())).await;
        assert_eq!(made.status, 201, "{:?}", made.json());
        let (id, entry) = (made.json()["id"].as_str().unwrap().to_owned(), made.json()["entry"].clone());
        assert_eq!((&entry["countries"], &entry["hosts"]), (&json!(["DK", "US"]), &json!(["smtp.postbud.example"])));
        assert_eq!(entry["terms"][0], "instructions", "terms stand in the order of the law");
        // What is kept of one kind is none of another, and takes over no register.
        let view = world.choose("", &["statistics"]).await;
        assert_eq!(world.view(&view, "a").await["stored"], 1);
        assert_eq!(activities(&world, &officer).await["as_shipped"], true);
        let path = format!("/register/suppliers/{id}");
        assert_eq!(world.api(&officer, "GET", &format!("/register/activities/{id}/history"), None).await.status, 404);
        assert_eq!(world.api(&officer, "GET", "/register/people", None).await.status, 404);

        world.wait_ms(2 * 86_400_000).await;
        let officer = world.staff(Role::DataProtectionOfficer).await;
        let mut next = entry.clone();
        next["role"] = "separate_controller".into();
        let change = json!({ "version": 1, "entry": next });
        let changed = world.api(&officer, "PUT", &path, Some(change.clone())).await.json();
        assert_eq!(changed["version"], 2);
        let gone = ["contract", "terms", "sub_processors", "authorisation"].map(|f| changed["entry"][f].clone());
        assert_eq!(gone, [json!(""), json!([]), json!([]), Value::Null], "what the role does not ask for is not said");
        let late = world.api(&officer, "PUT", &path, Some(change)).await;
        assert_eq!((late.status.as_u16(), late.code().as_str()), (409, "changed"));
        let export = async |format: &str, on: &str| {
            let path = format!("/register/suppliers/record?format={format}&language=en&on={on}");
            String::from_utf8(world.api(&officer, "GET", &path, None).await.body).unwrap()
        };
        let then = export("html", "2026-11-22").await;
        assert!(then.contains("Sky AB, SE, Hosting") && then.contains("Data Privacy Framework"), "{then}");
        let csv = export("csv", "").await;
        assert!(csv.contains("Separate controller") && !csv.contains("Sky AB"), "{csv}");
        assert!(export("json", "2026-11-22").await.contains("dpv:DataProcessor"));

        assert_eq!(world.api(&officer, "DELETE", &format!("{path}?version=2"), None).await.status, 204);
        let begun = world.api(&officer, "POST", "/register/suppliers/start", None).await;
        assert_eq!((begun.status.as_u16(), begun.json()["versions"].as_array().unwrap().len()), (201, 5));
        let again = world.api(&officer, "POST", "/register/suppliers/start", None).await;
        assert_eq!((again.status.as_u16(), again.code().as_str()), (409, "taken"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_supplier_has_to_say_is_asked_for() {
    let world = worlds().await.remove(0);
    let officer = world.staff(Role::DataProtectionOfficer).await;
    let row = |country: &str| json!([{ "name": "Sky", "country": country, "purpose": "Hosting" }]);
    for (field, value) in [
        ("name", json!("two\nlines")),
        ("purpose", json!("")),
        ("data", json!([])),
        ("countries", json!([])),
        ("countries", json!(["Denmark"])),
        ("activities", json!(["ent_none"])),
        ("signed_on", json!("2026-11-23")),
        ("ends_on", json!("soon")),
        ("review_next", json!("2027-1-1")),
        ("dpf_checked_on", json!("2026-12-24")),
        ("sub_processors", row("")),
        ("sub_processors", row("Sweden")),
        ("hosts", json!(["no host"])),
    ] {
        let mut draft = supplier();
        draft[field] = value.clone();
        let answer = world.api(&officer, "POST", "/register/suppliers", Some(draft)).await;
        let said = answer.json()["detail"].as_str().unwrap_or_default().to_owned();
        assert!(answer.status == 422 && said.starts_with(&format!("`{field}`")), "{field} {value}: {said}");
    }
    let other = json!({ "name": "Loyalty", "role": "processor" });
    let unread = world.api(&officer, "POST", "/register/suppliers", Some(other)).await;
    assert_eq!((unread.status.as_u16(), unread.code().as_str()), (422, "invalid"));
    let marketer = world.staff(Role::Marketer).await;
    assert_eq!(world.api(&marketer, "POST", "/register/suppliers", Some(supplier())).await.status, 403);
}

async fn gaps(world: &World, cookie: &str) -> Vec<String> {
    let said = world.api(cookie, "GET", "/register/suppliers", None).await.json();
    let line = |f: &Value| {
        let part = |field: &str| f[field].as_str().unwrap_or_default().to_owned();
        let rule = f["refusal"]["rule"]["id"].as_str().unwrap_or_default();
        format!("{} {} {rule}", part("code"), part("name")).trim().to_owned()
    };
    said["findings"].as_array().unwrap().iter().map(line).filter(|f| !f.starts_with("review")).collect()
}

/// A notice that shares the purpose `ads` with somebody.
fn notice(name: &str) -> Value {
    let controller = json!({ "name": "A", "address": "B", "contact": "c@a.example", "policy_url": "/p" });
    json!({ "controller": controller, "purposes": [{ "key": "ads", "recipients": [name] }] })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_named_in_a_notice_who_may_not_receive() {
    for world in worlds().await {
        let officer = world.staff(Role::DataProtectionOfficer).await;
        let site = format!("/sites/{}/notices", world.site.id);
        let owner = world.staff(Role::Owner).await;
        let publish = async |name: &str| {
            let answer = world.api(&owner, "POST", &site, Some(notice(name))).await;
            let said = answer.text("detail");
            let rule = said.rsplit_once('(').map_or("", |(_, rule)| rule.trim_end_matches(')')).to_owned();
            (answer.status.as_u16(), answer.code(), rule)
        };
        let refused = |rule: &str| (403, "may_not_receive".to_owned(), rule.to_owned());
        // Until the organisation keeps the register itself, nobody has to be in it.
        assert_eq!(publish("Annoncenet ApS").await.0, 201);
        assert_eq!(gaps(&world, &officer).await, Vec::<String>::new());
        assert_eq!(world.api(&officer, "POST", "/register/activities/start", None).await.status, 201);
        assert_eq!(publish("Annoncenet ApS").await.0, 201, "who kept the register before there were suppliers goes on");
        assert_eq!(gaps(&world, &officer).await, ["supplier_missing Annoncenet ApS G-02"], "and is told");
        let mut other = supplier();
        other["name"] = "En anden ApS".into();
        assert_eq!(world.api(&officer, "POST", "/register/suppliers", Some(other)).await.status, 201);
        assert_eq!(publish("Annoncenet ApS").await, refused("G-02"));
        assert_eq!(gaps(&world, &officer).await, ["supplier_missing Annoncenet ApS G-02"]);
        let checked = world.api(&owner, "POST", &format!("{site}/check"), Some(notice("Annoncenet ApS"))).await.json();
        assert!(checked["faults"][0].as_str().unwrap().contains("Annoncenet ApS"), "{checked}");
        let open = async || world.api(&officer, "GET", "/setup", None).await.json()["open"].to_string();
        assert!(open().await.contains("supplier_gap"));

        let mut whole = supplier();
        whole["name"] = "annoncenet aps".into();
        let made = world.api(&officer, "POST", "/register/suppliers", Some(whole.clone())).await.json();
        assert_eq!(publish("Annoncenet ApS").await.0, 201, "a name is a name however it is written");
        assert_eq!(gaps(&world, &officer).await, Vec::<String>::new());
        assert!(!open().await.contains("supplier_gap"));

        let path = format!("/register/suppliers/{}", made["id"].as_str().unwrap());
        let mut version = 1;
        let cases = [
            ("contract", json!(""), "G-02"),
            ("terms", json!(["audits"]), "G-02"),
            ("ends_on", json!("2026-11-21"), "G-02"),
            ("authorisation", Value::Null, "G-02"),
            ("role", json!("joint_controller"), "G-03"),
            ("transfer_tool", Value::Null, "X-01"),
            ("countries", json!(["IN"]), "X-02"),
            ("transfer_tool", json!("adequacy"), "X-02"),
            ("dpf_checked_on", json!("2026-10-22"), "X-03"),
            ("transfer_tool", json!("standard_clauses"), "X-04"),
            ("transfer_tool", json!("derogation"), "X-05"),
        ];
        for (field, value, rule) in cases {
            let mut draft = whole.clone();
            draft[field] = value.clone();
            let change = json!({ "version": version, "entry": draft });
            let changed = world.api(&officer, "PUT", &path, Some(change)).await;
            assert_eq!(changed.status, 200, "{field}: {:?}", changed.json());
            version += 1;
            assert_eq!(publish("Annoncenet ApS").await, refused(rule), "{field} {value}");
            assert_eq!(gaps(&world, &officer).await, [format!("refused annoncenet aps {rule}")], "{field} {value}");
        }
        // What was seen on a list is not seen for ever: nothing has to be written for it to be too old.
        let change = json!({ "version": version, "entry": whole });
        assert_eq!(world.api(&officer, "PUT", &path, Some(change)).await.status, 200);
        assert_eq!(publish("Annoncenet ApS").await.0, 201);
        world.wait_ms(29 * 86_400_000).await;
        let owner = world.staff(Role::Owner).await;
        let late = world.api(&owner, "POST", &site, Some(notice("Annoncenet ApS"))).await;
        assert!(late.code() == "may_not_receive" && late.text("detail").contains("X-03"), "{:?}", late.json());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_activity_that_names_a_recipient_without_a_supplier_is_a_finding() {
    for world in worlds().await {
        let officer = world.staff(Role::DataProtectionOfficer).await;
        assert_eq!(world.api(&officer, "POST", "/register/activities/start", None).await.status, 201);
        let recipient = json!({ "name": "Pakkeriet ApS", "contact": "gdpr@pakkeriet.example", "gets": "Addresses" });
        let recipient = world.api(&officer, "POST", "/recipients", Some(recipient)).await.json()["id"].clone();
        let orders = naming(&activities(&world, &officer).await, "orders");
        let mut entry = orders["entry"].clone();
        entry["recipients"] = json!([recipient]);
        let path = format!("/register/activities/{}", orders["id"].as_str().unwrap());
        let change = json!({ "version": 1, "entry": entry });
        let without = gaps(&world, &officer).await;
        assert_eq!(world.api(&officer, "PUT", &path, Some(change)).await.status, 200);
        let with: Vec<_> = gaps(&world, &officer).await.into_iter().filter(|f| !without.contains(f)).collect();
        assert_eq!(with, ["supplier_missing Pakkeriet ApS G-02"]);
        // They answer for themselves, and carry within the EEA: no contract is asked for.
        let mut carrier = supplier();
        carrier["name"] = "Pakkeriet ApS".into();
        carrier["role"] = "separate_controller".into();
        carrier["countries"] = json!(["DK"]);
        carrier["activities"] = json!([orders["id"]]);
        assert_eq!(world.api(&officer, "POST", "/register/suppliers", Some(carrier)).await.status, 201);
        assert_eq!(gaps(&world, &officer).await, without);
    }
}
