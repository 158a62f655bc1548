//! What comes back to the return address, over the receiver's own door: a dead address is not written to again, in whatever form
//! its server says so; an answer that says no is one; and who only asks to wait is waited for.

use std::sync::Arc;

use hjemmel_model::Role;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::{
    campaign::{Shop, counts},
    people::reach,
    world::{World, worlds},
};

const DOMAIN: &str = "retur.example";

/// The door that reports come in by.
struct Door(std::net::SocketAddr, tokio::task::JoinHandle<()>);

impl Door {
    async fn open(world: &World) -> Door {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let app = Arc::new(world.running.app.clone());
        Door(address, tokio::spawn(hjemmel_mail::receive(std::sync::Arc::new(listener), DOMAIN.into(), app)))
    }

    /// Hand a mail in for a token; gives what was answered to it.
    async fn hand_in(&self, token: &str, mail: &str) -> String {
        let mut socket = TcpStream::connect(self.0).await.unwrap();
        let body = mail.replace('\n', "\r\n");
        let talk = format!("HELO mx\r\nMAIL FROM:<>\r\nRCPT TO:<{token}@{DOMAIN}>\r\nDATA\r\n{body}\r\n.\r\nQUIT\r\n");
        socket.write_all(talk.as_bytes()).await.unwrap();
        let mut said = String::new();
        socket.read_to_string(&mut said).await.unwrap();
        said.lines().nth(5).unwrap_or_default().to_owned()
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.1.abort();
    }
}

/// The token of the message that an address was sent.
async fn token(world: &World, owner: &str, path: &str, email: &str) -> String {
    let rows = world.api(owner, "GET", &format!("{path}/recipients"), None).await.json();
    let row = rows.as_array().unwrap().iter().find(|r| r["address"] == email).unwrap();
    world.running.app.campaigns().return_token_of(row["message"].as_str().unwrap())
}

fn dsn(kind: &str, part: &str, status: &str) -> String {
    format!(
        "From: MAILER-DAEMON@mx.example\nSubject: Undelivered\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\n\
         Content-Type: {kind}; report-type=delivery-status;\n boundary=\"x\"\n\n--x\nContent-Type: text/plain\n\nSorry\n\n--x\n\
         Content-Type: {part}\n\nReporting-MTA: dns; mx.example\n\n{status}\n\n--x\n\
         Content-Type: message/rfc822\n\nMessage-ID: <x@y.example>\n\nHej\n\n--x--\n"
    )
}

fn report(status: &str) -> String {
    dsn("multipart/report", "message/delivery-status", status)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dead_address_is_heard_of_in_every_form() {
    let to = "Final-Recipient: rfc822; x@y.example\n";
    let dead = [
        ("diagnostic", report(&format!("{to}Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 5.1.1 <x@y.example>: User unknown"))),
        ("words", report(&format!("Action: failed\n{to}Status: 5.0.0\nDiagnostic-Code: smtp; 550 No such user here"))),
        ("domain", report(&format!("{to}Action: failed\nStatus: 5.4.4\nDiagnostic-Code: x-postfix; Host not found"))),
        ("comment", report(&format!("{to}Action: failed (bounced)\nStatus: 5.1.1 (user unknown)"))),
        ("second", report(&format!("{to}Action: relayed\nStatus: 2.0.0\n\n{to}Action: failed\nStatus: 5.1.1"))),
        ("global", dsn("multipart/report", "message/global-delivery-status", &format!("{to}Action: failed\nStatus: 5.1.1"))),
        ("mixed", dsn("multipart/mixed", "message/delivery-status", &format!("{to}Action: failed\nStatus: 5.1.1"))),
        ("plain", "From: MAILER-DAEMON@mx.example\nSubject: failure notice\n\n<x@y.example>:\nNo mailbox here by that name. (#5.1.1)\n".into()),
    ];
    let spared = [
        ("full", report(&format!("{to}Action: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 over quota"))),
        (
            "blocked",
            report(&format!(
                "{to}Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550-5.7.1 likely unsolicited mail"
            )),
        ),
        ("waited", report(&format!("{to}Action: failed\nStatus: 4.4.1"))),
    ];
    let silent = [
        ("late", report(&format!("{to}Action: delayed\nStatus: 4.1.1"))),
        ("away", "From: a@x.example\nAuto-Submitted: auto-replied\nSubject: Ferie\n\nunsubscribe\n".into()),
    ];
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let mut shop = Shop::new(&world, &owner).await;
        let address = |name: &str| format!("{name}@x.example");
        let all: Vec<_> = dead.iter().chain(&spared).chain(&silent).collect();
        for (name, _) in &all {
            shop.says_yes(&world, &address(name)).await;
        }
        let path = shop.released(&world, &owner, 0).await;
        shop.new_mails(&world).await;
        let door = Door::open(&world).await;
        for (name, mail) in all {
            let token = token(&world, &owner, &path, &address(name)).await;
            assert_eq!(door.hand_in(&token, mail).await, "250 2.0.0 recorded", "{name}");
        }
        for (kind, allowed) in [(dead.as_slice(), false), (spared.as_slice(), true), (silent.as_slice(), true)] {
            for (name, _) in kind {
                let line = &reach(&world, &owner, &address(name)).await[0];
                let rule = if allowed { "" } else { "E-12" };
                assert_eq!((line.1, line.2.as_str(), line.3.as_str()), (allowed, "given", rule), "{name}");
            }
        }
        let said = counts(&world, &owner, &path).await;
        assert_eq!(
            said,
            [
                "accepted 2",
                "bounced 4.4.1 1",
                "bounced 5.1.1 7",
                "bounced 5.2.2 1",
                "bounced 5.4.4 1",
                "bounced 5.7.1 1"
            ]
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_says_no_is_obeyed_once_and_says_where_it_came_from() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let mut shop = Shop::new(&world, &owner).await;
        for email in ["eva@x.example", "bo@x.example"] {
            shop.says_yes(&world, email).await;
        }
        let path = shop.released(&world, &owner, 0).await;
        shop.new_mails(&world).await;
        let door = Door::open(&world).await;
        let eva = token(&world, &owner, &path, "eva@x.example").await;
        let no = "From: eva@x.example\nSubject: unsubscribe\nContent-Type: text/plain; charset=utf-8\n\nunsubscribe\n";
        for _ in 0..2 {
            assert_eq!(door.hand_in(&eva, no).await, "250 2.0.0 recorded");
        }
        let thanks = "From: bo@x.example\nSubject: SV: Løg\n\nTak!\n\nDen 3. nov. 2026 skrev Shop:\n> Afmeld her\n";
        let bo = token(&world, &owner, &path, "bo@x.example").await;
        assert_eq!(door.hand_in(&bo, thanks).await, "250 2.0.0 recorded");

        let line = &reach(&world, &owner, "eva@x.example").await[0];
        assert_eq!((line.1, line.2.as_str()), (false, "withdrawn"));
        assert!(reach(&world, &owner, "bo@x.example").await[0].1);
        let query = serde_json::json!({ "query": "eva@x.example" });
        let found = world.api(&owner, "POST", "/people/search", Some(query)).await.json();
        let person = found["people"][0]["id"].as_str().unwrap();
        let detail = world.api(&owner, "GET", &format!("/people/{person}?language=en"), None).await.json();
        let entries = detail["permissions"].as_array().unwrap().iter();
        let noes: Vec<_> =
            entries.filter(|p| p["event"] == "withdrawn").map(|p| p["source"].as_str().unwrap()).collect();
        assert_eq!(noes, ["answer"], "once");
        assert_eq!(counts(&world, &owner, &path).await, ["accepted 2"], "it did reach them");
        shop.released(&world, &owner, 0).await;
        let next = shop.new_mails(&world).await;
        assert_eq!(next.iter().map(|m| m.to.as_str()).collect::<Vec<_>>(), ["bo@x.example"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_from_which_everything_comes_back_ends_and_one_that_takes_some_does_not() {
    for world in worlds().await {
        let mut owner = world.staff(Role::Owner).await;
        let mut shop = Shop::new(&world, &owner).await;
        for email in ["full@x.example", "often@x.example"] {
            shop.says_yes(&world, email).await;
        }
        let door = Door::open(&world).await;
        let full = report("Final-Recipient: rfc822; x@y.example\nAction: failed\nStatus: 5.2.2");
        for round in 0..6 {
            let path = shop.released(&world, &owner, 0).await;
            let mails = shop.new_mails(&world).await;
            assert_eq!(mails.len(), if round < 5 { 2 } else { 1 }, "{round}");
            for email in ["full@x.example", "often@x.example"] {
                // The one in the middle arrives.
                if mails.iter().any(|m| m.to == email) && (email == "full@x.example" || round != 2) {
                    let token = token(&world, &owner, &path, email).await;
                    assert_eq!(door.hand_in(&token, &full).await, "250 2.0.0 recorded");
                }
            }
            world.wait_ms(2 * 86_400_000).await;
            owner = world.staff(Role::Owner).await;
        }
        let line = &reach(&world, &owner, "full@x.example").await[0];
        assert_eq!((line.1, line.3.as_str()), (false, "E-12"));
        assert!(reach(&world, &owner, "often@x.example").await[0].1);
    }
}
