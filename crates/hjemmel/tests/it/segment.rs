//! Segments: who is in, kept up as people change; of whom it may not be said; what a newsletter to one reaches; and a second
//! opinion on random ones.

use std::collections::{BTreeMap, BTreeSet};

use hjemmel_model::{AtMs, Role};
use serde_json::{Value, json};

use crate::{
    campaign::{Shop, counts},
    profile::person,
    world::{NOW, World, worlds},
};

const DAY_MS: i64 = 86_400_000;

/// Write somebody down.
async fn known(world: &World, owner: &str, email: &str, attributes: Value) -> String {
    let body = json!({
        "identifiers": [{ "kind": "email", "value": email }], "attributes": attributes, "source": "shop", "language": "da"
    });
    let made = world.api(owner, "POST", "/people", Some(body)).await;
    assert_eq!(made.status, 200, "{:?}", made.json());
    made.text("id")
}

async fn bought(world: &World, owner: &str, email: &str, (number, kroner, at): (&str, i64, i64)) {
    let body = json!({
        "identifier": { "kind": "email", "value": email }, "number": number, "lines": ["1 × Roser"],
        "total_minor": kroner * 100, "currency": "DKK", "law": "dk", "at_ms": at, "source": "shop"
    });
    let made = world.api(owner, "POST", "/orders", Some(body)).await;
    assert_eq!(made.status, 200, "{:?}", made.json());
}

pub async fn made(world: &World, owner: &str, name: &str, definition: Value) -> String {
    let body = json!({ "name": name, "definition": definition });
    let made = world.api(owner, "POST", "/segments", Some(body)).await;
    assert_eq!(made.status, 201, "{:?}", made.json());
    made.json()["segment"]["id"].as_str().unwrap().to_owned()
}

pub async fn kept_up(world: &World) {
    while world.running.app.segments().step().await.unwrap() {}
}

/// In, out, and neither by reason.
fn stands(view: &Value) -> (i64, i64, BTreeMap<String, i64>) {
    let counted = &view["counted"];
    let neither = counted["neither"].as_array().unwrap().iter();
    let neither = neither.map(|n| (n["refusal"]["reason"].as_str().unwrap().to_owned(), n["people"].as_i64().unwrap()));
    let (within, out) = (counted["within"].as_i64().unwrap(), counted["out"].as_i64().unwrap());
    let neither: BTreeMap<_, _> = neither.collect();
    let all = within + out + neither.values().sum::<i64>();
    assert_eq!(all, counted["looked_at"].as_i64().unwrap(), "the numbers add up: {counted}");
    (within, out, neither)
}

async fn read(world: &World, owner: &str, id: &str) -> (i64, i64, BTreeMap<String, i64>) {
    stands(&world.api(owner, "GET", &format!("/segments/{id}"), None).await.json())
}

async fn members(world: &World, owner: &str, id: &str) -> BTreeSet<String> {
    let found = world.api(owner, "GET", &format!("/segments/{id}/members"), None).await.json();
    let members = found["members"].as_array().unwrap().iter();
    members.map(|m| m["person"]["identifiers"][0]["value"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_segment_is_made_kept_up_as_people_change_and_removed() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        known(&world, &owner, "eva@x.example", json!({ "city": "Aarhus" })).await;
        let bo = known(&world, &owner, "bo@x.example", json!({ "city": "Odense" })).await;
        let city = json!(["is", "text:city", ["Aarhus"]]);
        let id = made(&world, &owner, "Aarhus", city.clone()).await;
        assert_eq!(world.api(&owner, "GET", "/segments", None).await.json()[0]["complete"], false);
        kept_up(&world).await;
        let view = world.api(&owner, "GET", &format!("/segments/{id}"), None).await.json();
        assert_eq!((stands(&view), &view["complete"]), ((1, 1, BTreeMap::new()), &json!(true)));
        assert!(view["sentence"].as_str().unwrap().contains("“Aarhus”"), "{view}");

        // A change of a person is seen at the next step, without everybody being gone through.
        known(&world, &owner, "bo@x.example", json!({ "city": "Aarhus" })).await;
        kept_up(&world).await;
        assert_eq!(members(&world, &owner, &id).await.len(), 2);
        let file = world.api(&owner, "GET", &format!("/segments/{id}/members/file"), None).await;
        let file = String::from_utf8(file.body).unwrap();
        assert!(file.contains("bo@x.example") && file.lines().count() == 3, "{file}");
        let looked = world.api(&owner, "GET", "/audit?limit=50", None).await.json();
        assert!(
            looked.as_array().unwrap().iter().any(|l| l["action"] == "person.segment"),
            "a look at people is written down"
        );
        assert!(
            looked.as_array().unwrap().iter().any(|l| l["action"] == "person.segment_file"),
            "and that they were taken along"
        );
        assert_eq!(
            world.api(&owner, "POST", &format!("/people/{bo}/withdraw"), Some(json!({ "objects": true }))).await.status,
            204
        );
        assert_eq!(members(&world, &owner, &id).await.len(), 1, "before they were looked at again");
        kept_up(&world).await;
        assert_eq!(read(&world, &owner, &id).await, (1, 0, BTreeMap::from([("objected".into(), 1)])));

        // Another version, and whoever did not see it is told.
        let path = format!("/segments/{id}");
        let next = json!({ "version": 1, "segment": { "name": "Fyn", "definition": ["is", "text:city", ["Odense"]] } });
        assert_eq!(world.api(&owner, "PUT", &path, Some(next.clone())).await.status, 200);
        assert_eq!(world.api(&owner, "PUT", &path, Some(next)).await.code(), "changed");
        kept_up(&world).await;
        assert_eq!(read(&world, &owner, &id).await.0, 0);
        let versions = world.api(&owner, "GET", &format!("{path}/versions"), None).await.json();
        let said: Vec<_> = versions.as_array().unwrap().iter().map(|v| v["name"].as_str().unwrap()).collect();
        assert_eq!(said, ["Fyn", "Aarhus"]);

        // One that stands in another is not removed, nor put into itself.
        let other = made(&world, &owner, "Ikke Fyn", json!(["is", format!("segment:{id}"), ["no"]])).await;
        assert_eq!(world.api(&owner, "DELETE", &path, None).await.code(), "segment_in_use");
        let itself = json!({ "version": 2, "segment": { "name": "Fyn", "definition": ["is", format!("segment:{other}"), ["yes"]] } });
        assert_eq!(world.api(&owner, "PUT", &path, Some(itself)).await.code(), "segment_invalid");
        kept_up(&world).await;
        assert_eq!(read(&world, &owner, &other).await.0, 1);
        for id in [&other, &id] {
            assert_eq!(world.api(&owner, "DELETE", &format!("/segments/{id}"), None).await.status, 204);
        }
        assert_eq!(world.api(&owner, "GET", &path, None).await.code(), "not_found");

        for (definition, code) in [
            (json!(["is", "shoe", ["x"]]), "segment_invalid"),
            (json!(["and", []]), "invalid"),
            (json!(["is", "text:diagnosis", ["x"]]), "invalid"),
            (json!(["is", "permission:top_none", ["yes"]]), "not_found"),
        ] {
            let body = json!({ "name": "X", "definition": definition });
            assert_eq!(world.api(&owner, "POST", "/segments", Some(body)).await.code(), code, "{definition}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_register_does_not_let_serve_it_leaves_people_neither_in_nor_out() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        known(&world, &owner, "eva@x.example", json!({ "birth_date": "1980-01-01" })).await;
        known(&world, &owner, "ung@x.example", json!({ "birth_date": "2015-01-01" })).await;
        bought(&world, &owner, "eva@x.example", ("A-1", 100, NOW.0 - 10 * DAY_MS)).await;
        let id = made(&world, &owner, "Købt", json!(["within", "order_last", 30])).await;
        kept_up(&world).await;
        assert_eq!(read(&world, &owner, &id).await, (1, 0, BTreeMap::from([("minor".into(), 1)])));

        // The organisation keeps a register of its own: nobody was told of segments before today.
        assert_eq!(world.api(&owner, "POST", "/register/activities/start", None).await.status, 201);
        let set = world.api(&owner, "GET", "/register/activities", None).await.json()["entries"].clone();
        let activity = set.as_array().unwrap().iter().find(|a| a["entry"]["uses"] == json!(["segments"])).unwrap();
        let preview = || {
            world.api(&owner, "POST", "/segments/preview", Some(json!({ "definition": ["within", "order_last", 30] })))
        };
        let before = |people| BTreeMap::from([("before_purpose".to_owned(), people), ("minor".to_owned(), 1)]);
        assert_eq!(stands(&preview().await.json()), (0, 0, before(1)));
        let change = |entry: Value, version: i64| json!({ "version": version, "entry": entry });
        let path = format!("/register/activities/{}", activity["id"].as_str().unwrap());
        let mut entry = activity["entry"].clone();
        entry["told_since"] = "2026-01-01".into();
        let answer = world.api(&owner, "PUT", &path, Some(change(entry.clone(), 1))).await;
        assert_eq!(answer.status, 200, "{:?}", answer.json());
        assert_eq!(stands(&preview().await.json()), (1, 0, BTreeMap::from([("minor".into(), 1)])));
        // Nor what no activity names.
        entry["data"] = json!(["contact"]);
        assert_eq!(world.api(&owner, "PUT", &path, Some(change(entry.clone(), 2))).await.status, 200);
        let named = BTreeMap::from([("minor".into(), 1), ("not_in_register".into(), 1)]);
        assert_eq!(stands(&preview().await.json()), (0, 0, named));
        entry["uses"] = json!([]);
        assert_eq!(world.api(&owner, "PUT", &path, Some(change(entry, 3))).await.status, 200);
        assert_eq!(stands(&preview().await.json()), (0, 0, BTreeMap::from([("not_in_register".into(), 2)])));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newsletter_to_a_segment_reaches_whom_both_gates_let_through_and_its_audience_adds_up() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let mut shop = Shop::new(&world, &owner).await;
        for email in ["a@x.example", "b@x.example", "c@x.example", "d@x.example"] {
            shop.says_yes(&world, email).await;
        }
        for (email, city, birth) in [
            ("a@x.example", "Aarhus", "1980-01-01"),
            ("b@x.example", "Odense", "1980-01-01"),
            ("c@x.example", "Aarhus", "2015-01-01"),
            ("d@x.example", "Aarhus", "1980-01-01"),
            ("never@x.example", "Aarhus", "1980-01-01"),
        ] {
            known(&world, &owner, email, json!({ "city": city, "birth_date": birth })).await;
        }
        let segment = made(&world, &owner, "Aarhus", json!(["is", "text:city", ["Aarhus"]])).await;
        let aimed = |version: u32| json!({ "id": segment, "version": version });
        let made = shop.aimed(&world, &owner, aimed(1)).await;
        let id = made["campaign"]["id"].as_str().unwrap();
        let audience = world.api(&owner, "GET", &format!("/campaigns/{id}/audience?language=en"), None).await.json();
        let steps: Vec<_> = audience["steps"].as_array().unwrap().iter().collect();
        let said: Vec<_> = steps.iter().map(|s| format!("{} {}", s["step"].as_str().unwrap(), s["people"])).collect();
        assert_eq!(said, ["not_in_segment 1", "neither_minor 1", "no_permission 1"]);
        assert_eq!(steps[1]["refusal"]["rule"]["id"], "P-09");
        let gone: i64 = steps.iter().map(|s| s["people"].as_i64().unwrap()).sum();
        assert_eq!((audience["total"].as_i64().unwrap() - gone, &audience["reachable"]), (2, &json!(2)));

        // It is not removed meanwhile, and a newer version is not what this one goes to.
        assert_eq!(world.api(&owner, "DELETE", &format!("/segments/{segment}"), None).await.code(), "segment_in_use");
        let next =
            json!({ "version": 1, "segment": { "name": "Odense", "definition": ["is", "text:city", ["Odense"]] } });
        assert_eq!(world.api(&owner, "PUT", &format!("/segments/{segment}"), Some(next)).await.status, 200);
        let path = shop.release(&world, &owner, &made).await;
        // Between the plan and the sending somebody moves away: each is asked about again.
        world.running.app.job_step().await.unwrap();
        let sent = shop.new_mails(&world).await;
        let mut to: Vec<_> = sent.iter().map(|m| m.to.as_str()).collect();
        to.sort_unstable();
        assert_eq!(to, ["a@x.example", "d@x.example"]);
        assert_eq!(counts(&world, &owner, &path).await, ["accepted 2"]);
        assert_eq!(world.api(&owner, "DELETE", &format!("/segments/{segment}"), None).await.status, 204, "it is over");
        let body = shop.body_aimed(aimed(2));
        assert_eq!(
            world.api(&owner, "POST", "/campaigns", Some(body)).await.code(),
            "not_found",
            "one that was removed"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_leaves_the_segment_before_their_turn_gets_nothing() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let mut shop = Shop::new(&world, &owner).await;
        for email in ["a@x.example", "b@x.example"] {
            shop.says_yes(&world, email).await;
            known(&world, &owner, email, json!({ "city": "Aarhus" })).await;
        }
        let segment = made(&world, &owner, "Aarhus", json!(["is", "text:city", ["Aarhus"]])).await;
        let made = shop.aimed(&world, &owner, json!({ "id": segment, "version": 1 })).await;
        let id = made["campaign"]["id"].as_str().unwrap();
        let release = json!({ "changed_at_ms": made["campaign"]["changed_at"], "per_minute": 1 });
        assert_eq!(world.api(&owner, "POST", &format!("/campaigns/{id}/release"), Some(release)).await.status, 200);
        // One goes; the other waits for its minute.
        world.running.app.job_step().await.unwrap();
        let first = shop.new_mails(&world).await;
        assert_eq!(first.len(), 1);
        let other = if first[0].to == "a@x.example" { "b@x.example" } else { "a@x.example" };
        known(&world, &owner, other, json!({ "city": "Odense" })).await;
        world.wait_ms(61_000).await;
        while world.running.app.job_step().await.unwrap() {}
        assert!(shop.new_mails(&world).await.is_empty());
        let path = format!("/campaigns/{id}");
        assert_eq!(counts(&world, &owner, &path).await, ["accepted 1", "refused not_in_segment 1"]);
    }
}

/// What the second opinion knows of somebody.
struct Fact {
    email: String,
    city: &'static str,
    seats: i64,
    /// How many days ago, and for how many kroner.
    orders: Vec<(i64, i64)>,
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }

    fn tree(&mut self, depth: u64) -> Value {
        let n = |r: &mut Random, most| i64::try_from(r.below(most)).unwrap();
        let kind = self.below(if depth == 0 { 6 } else { 9 });
        let one = |r: &mut Random, of: &[&'static str]| of[usize::try_from(r.below(of.len() as u64)).unwrap()];
        match kind {
            0 => json!(["is", "text:city", [one(self, &["Aarhus", "Odense", ""])]]),
            1 => json!([one(self, &["gt", "lte"]), "number:seats", n(self, 8)]),
            2 => json!(["is", "order_count", [n(self, 3)]]),
            3 => json!([one(self, &["gte", "lt"]), "order_sum:DKK", n(self, 500)]),
            4 => json!([one(self, &["within", "before"]), "order_last", n(self, 100)]),
            5 => json!(["between", "order_first", [n(self, 40), 40 + n(self, 60)]]),
            6 => json!(["not", self.tree(depth - 1)]),
            op => {
                let parts: Vec<_> = (0..self.below(4)).map(|_| self.tree(depth - 1)).collect();
                json!([if op == 7 { "and" } else { "or" }, parts])
            }
        }
    }
}

/// The second opinion, as plainly as can be.
fn oracle(tree: &Value, of: &Fact) -> bool {
    let parts = || tree[1].as_array().unwrap().iter();
    let (op, n) = (tree[0].as_str().unwrap(), tree[2].as_i64().unwrap_or_default());
    match (op, tree[1].as_str().unwrap_or_default()) {
        ("and", _) => parts().all(|p| oracle(p, of)),
        ("or", _) => parts().any(|p| oracle(p, of)),
        ("not", _) => !oracle(&tree[1], of),
        (_, "text:city") => tree[2][0] == of.city,
        (_, "number:seats") if op == "gt" => of.seats > n,
        (_, "number:seats") => of.seats <= n,
        (_, "order_count") => tree[2][0].as_i64() == Some(of.orders.len() as i64),
        (_, "order_sum:DKK") if op == "gte" => of.orders.iter().map(|o| o.1).sum::<i64>() >= n,
        (_, "order_sum:DKK") => of.orders.iter().map(|o| o.1).sum::<i64>() < n,
        (_, "order_last") => of.orders.iter().map(|o| o.0).min().is_some_and(|last| (last <= n) == (op == "within")),
        (_, "order_first") => {
            let range = tree[2][0].as_i64().unwrap()..=tree[2][1].as_i64().unwrap();
            of.orders.iter().map(|o| o.0).max().is_some_and(|first| range.contains(&first))
        }
        (_, other) => {
            assert_eq!(other, "", "a facet that nobody counts by hand");
            false
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn random_segments_agree_with_a_second_opinion() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let mut random = Random(7);
        let mut facts = Vec::new();
        for k in 0..12 {
            let email = format!("p{k}@x.example");
            let city = ["Aarhus", "Odense", ""][random.below(3) as usize];
            let seats = random.below(8) as i64;
            known(&world, &owner, &email, json!({ "city": city, "seats": seats.to_string() })).await;
            let mut orders = Vec::new();
            for o in 0..random.below(3) {
                let (ago, kroner) = (random.below(100) as i64, random.below(300) as i64);
                bought(&world, &owner, &email, (&format!("O-{k}-{o}"), kroner, NOW.0 - ago * DAY_MS)).await;
                orders.push((ago, kroner));
            }
            facts.push(Fact { email, city, seats, orders });
        }
        let app = &world.running.app;
        let auth = hjemmel_testkit::authorized::<hjemmel_policy::act::SegmentRead>(&world.tenant);
        // As old as they were said to be.
        world.clock.set(AtMs(NOW.0));
        let (mut some, mut kept) = (0, Vec::new());
        for _ in 0..80 {
            let tree = random.tree(3);
            let wanted: BTreeSet<_> = facts.iter().filter(|f| oracle(&tree, f)).map(|f| f.email.clone()).collect();
            let preview = app.segments().preview(&auth, &tree, hjemmel_model::Language::En).await.unwrap();
            assert_eq!((preview.counted.within, preview.counted.neither.len()), (wanted.len() as i64, 0), "{tree}");
            some += i32::from(!wanted.is_empty() && wanted.len() < facts.len());
            if kept.len() < 8 && tree != json!(["and", []]) {
                kept.push((made(&world, &owner, "Tilfældig", tree.clone()).await, wanted, tree));
            }
        }
        assert!(some > 20, "most say something: {some}");
        kept_up(&world).await;
        for (id, wanted, tree) in kept {
            assert_eq!(members(&world, &owner, &id).await, wanted, "{tree}");
        }
        // Whoever is erased is in none.
        let gone = person(&world, &owner, "p0@x.example").await;
        let erased =
            world.api(&owner, "POST", &format!("/people/{gone}/erasure"), Some(json!({ "no_mail_mark": false }))).await;
        assert!(erased.status.is_success(), "{:?}", erased.json());
    }
}
