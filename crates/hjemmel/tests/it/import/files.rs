//! Several files as one import, what may be a no in them, and clocks and numbers as people write them.

use super::*;

/// Hand files in as parts of a form; gives the answer.
async fn parts(world: &World, cookie: &str, query: &str, parts: &[(&str, &str, &str)]) -> Answer {
    let mut body = String::new();
    for (name, file, text) in parts {
        let file = if file.is_empty() { String::new() } else { format!("; filename=\"{file}\"") };
        body.push_str(&format!("--part\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n{text}\r\n"));
    }
    body.push_str("--part--\r\n");
    let request = Request::post(format!("/api/v1/imports?{query}"))
        .header("cookie", cookie)
        .header("x-hjemmel", "1")
        .header("content-type", "multipart/form-data; boundary=part");
    world.send(request.body(body.into()).unwrap()).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_may_be_a_no_bars_a_yes_until_somebody_has_looked() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let query = format!("topic={}&form={form}", topics[0]);
        let yes = "2026-03-01,https://shop.example/,Ja tak til nyheder hver uge";
        let allowed = async |email: &str| reach(&world, &owner, email).await.iter().any(|r| r.1);
        // A column that nobody knows, in which something sounds like a no.
        let doubtful = format!(
            "email,consented_at,source,wording,Favorit\na@x.example,{yes},Withdrawn\nb@x.example,{yes},roser\n"
        );
        let path = begun(&world, &owner, &query, &doubtful).await;
        while world.running.app.job_step().await.unwrap() {}
        let report = world.api(&owner, "GET", &path, None).await.json()["report"].clone();
        assert_eq!(
            (&report["outcomes"], &report["missing"]),
            (&json!({ "stored": 1 }), &json!({ "mapping": 1 })),
            "{report}"
        );
        assert_eq!(report["errors"], json!([{ "line": 2, "code": "sounds_no" }]));
        // Beyond this file: a complete yes in another one is none.
        let clean = format!("email,consented_at,source,wording\na@x.example,{yes}\nb@x.example,{yes}\n");
        let report = done(&world, &owner, &query, &clean).await;
        assert_eq!((&report["outcomes"]["usable"], &report["missing"]["doubt"]), (&json!(1), &json!(1)), "{report}");
        assert!(!allowed("a@x.example").await && allowed("b@x.example").await);
        let lifted = world.api(&owner, "POST", &format!("{path}/doubts/lift"), None).await;
        assert_eq!(lifted.status, 200);
        done(&world, &owner, &query, &clean).await;
        assert!(allowed("a@x.example").await, "somebody has looked");
        // An address inside other text, and one of several in a field, is stopped as well.
        let no = "email,status\n\"Anna <a@x.example>; b@x.example\",unsubscribed\n";
        assert_eq!(done(&world, &owner, &query, no).await["outcomes"], json!({ "stopped": 1 }));
        assert!(!allowed("a@x.example").await && !allowed("b@x.example").await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_files_are_one_import_and_what_is_said_of_a_column_is_remembered() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let query = format!("topic={}&form={form}&country=DK", topics[0]);
        let subscribed = "Email Address,First Name,OPTIN_TIME,LEID,EUID,Favorit,TAGS\n\
            mette@x.example,Mette,2024-05-03 09:12:44,1,a,roser,VIP\nbo@x.example,Bo,2024-05-03 09:12:44,2,b,tulipaner,\n";
        let unsubscribed = "Email Address,First Name,OPTIN_TIME,LEID,EUID,UNSUB_TIME\n\
            bo@x.example,Bo,2024-05-03 09:12:44,2,b,2025-01-02 10:00:00\n";
        let vouched = json!({ "words": "Ja tak til nyheder på mail", "place": "https://shop.example/",
            "from_on": "2024-01-01", "to_on": "2024-12-31" })
        .to_string();
        let mapping = json!({ "Favorit": "attribute" }).to_string();
        let send = async |said: &[(&str, &str, &str)]| {
            let mut all = vec![("file", "subscribed.csv", subscribed), ("file", "unsubscribed.csv", unsubscribed)];
            all.extend(said);
            let begun = parts(&world, &owner, &query, &all).await;
            assert_eq!(begun.status, 202, "{:?}", begun.json());
            while world.running.app.job_step().await.unwrap() {}
            let path = format!("/imports/{}", begun.json()["import"]["id"].as_str().unwrap());
            world.api(&owner, "GET", &path, None).await.json()["report"].clone()
        };
        let first = send(&[]).await;
        assert_eq!(first["outcomes"], json!({ "stopped": 1, "stored": 1, "said_no": 1 }), "{first}");
        assert_eq!(first["missing"]["mapping"], 1);
        let second = send(&[("vouched", "", &vouched), ("mapping", "", &mapping)]).await;
        assert_eq!((&second["outcomes"]["usable"], &second["vouched_rows"]), (&json!(1), &json!(1)), "{second}");
        let third = send(&[]).await;
        assert_eq!(third["sheets"][0]["columns"][5]["why"], "remembered");
        let found =
            world.api(&owner, "POST", "/people/search", Some(json!({ "query": "mette@x.example" }))).await.json();
        let path = format!("/people/{}", found["people"][0]["id"].as_str().unwrap());
        let person = world.api(&owner, "GET", &path, None).await.json();
        assert_eq!(person["permissions"][0]["source"], "vouched", "weaker than a row's own, for ever");
        assert!(reach(&world, &owner, "mette@x.example").await.iter().any(|r| r.1));
        assert!(!reach(&world, &owner, "bo@x.example").await.iter().any(|r| r.1));
        let known = person.to_string();
        assert!(known.contains("first_name") && known.contains("roser"), "what else is known came along: {known}");
        let wrong = json!({ "words": "Ja", "place": "x", "from_on": "2024-01-01", "to_on": "2023-01-01" }).to_string();
        let refused = parts(&world, &owner, &query, &[("file", "a.csv", subscribed), ("vouched", "", &wrong)]).await;
        assert_eq!(refused.code(), "invalid");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_no_of_an_evening_reaches_a_yes_of_that_evening_and_a_number_whatever_its_form() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let query = format!("topic={}&form={form}", topics[0]);
        let yes = "https://shop.example/,Ja tak til nyheder hver uge";
        done(&world, &owner, &query, &format!("email,date,source,words\na@x.example,2026-06-01T20:00:00Z,{yes}\n"))
            .await;
        done(&world, &owner, &query, "email,unsubscribed_at\na@x.example,01-06-2026 23:50\n").await;
        assert!(reach(&world, &owner, "a@x.example").await.iter().all(|r| !r.1));
        let sms = format!("{query}&channel=sms&country=SE");
        let one = format!("phone,date,source,words\n+46 (0)70-123 45 68,2026-06-01,{yes}\n");
        assert_eq!(done(&world, &owner, &sms, &one).await["outcomes"]["usable"], 1);
        assert_eq!(
            done(&world, &owner, &sms, "phone,status\n070-123 45 68,unsubscribed\n").await["outcomes"]["stopped"],
            1
        );
    }
}
