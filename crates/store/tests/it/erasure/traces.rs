//! Every place where a person can be found.

use super::*;

/// Where the person can be found, by looking as the program itself would: through hashes, keys and ids.
pub(super) async fn traces(store: &Store, found: &Found) -> Vec<&'static str> {
    let read = authorized::<act::PersonRead>(&tenant());
    let mut out = Vec::new();
    if store.people().identifier_find(&reader(&tenant()), IdentifierKind::Email, EMAIL).await.unwrap().is_some() {
        out.push("identifier");
    }
    if store.people().find(&read, &found.person).await.is_ok_and(|p| p.identifiers.iter().any(|i| i.value == EMAIL)) {
        out.push("person and key");
    }
    if !store.permissions().list(&reader(&tenant()), &found.person).await.unwrap().is_empty() {
        out.push("permission");
    }
    let message = store.messages().find(&reader(&tenant()), &MessageId::parse("msg_1").unwrap()).await;
    if message.is_ok_and(|m| m.payload.contains(SECRET)) {
        out.push("message");
    }
    if store.messages().link_find(SECRET, NOW).await.unwrap().is_some() {
        out.push("mail_link");
    }
    let jobs = store.jobs().list(&authorized::<act::JobRead>(&tenant()), NOW).await.unwrap();
    if jobs.iter().any(|j| j.id == "job_1") {
        out.push("job");
    }
    if store.holders().find("session", NOW).await.unwrap().is_some() {
        out.push("holder_session");
    }
    let request = RequestId::parse("req_1").unwrap();
    if store.requests().find(&reader(&tenant()), &request).await.is_ok_and(|r| r.contact == EMAIL && r.person.is_some())
    {
        out.push("request");
    }
    if store.requests().notes(&reader(&tenant()), &request).await.unwrap().iter().any(|n| n.text.contains("Eva")) {
        out.push("request_note");
    }
    if store.people().suppressed(&reader(&tenant()), IdentifierKind::Email, EMAIL).await.unwrap().is_some() {
        out.push("suppression");
    }
    if store.people().attributes(&read, &found.person).await.is_ok_and(|all| all.iter().any(|a| a.value == "Aarhus")) {
        out.push("attribute");
    }
    if store
        .orders()
        .list(&read, &found.person)
        .await
        .is_ok_and(|all| all.iter().flat_map(|o| &o.lines).any(|line| line.contains("Eva")))
    {
        out.push("person_order");
    }
    if store
        .links()
        .list(&reader(&tenant()), &found.person)
        .await
        .is_ok_and(|all| all.iter().any(|l| l.visitor.0 == VISITOR))
    {
        out.push("visitor_link");
    }
    if !store.segments().of_person(&read, &found.person).await.unwrap().is_empty() {
        out.push("segment_member");
    }
    if store.segments().due(10).await.unwrap().iter().any(|due| due.person == found.person) {
        out.push("segment_due");
    }
    let shown = store.messages().link_visitor(SECRET, &found.person, NOW).await;
    if shown.is_ok_and(|shown| shown.contains("v1.token")) {
        out.push("mail_link.visitor");
    }
    let consent = ConsentId::parse("con_70").unwrap();
    let consents = authorized::<act::ConsentRead>(&tenant());
    if store.consents().find(&consents, &consent).await.is_ok_and(|c| !c.subject.is_empty()) {
        out.push("consent");
    }
    out
}

pub(super) const EVERYWHERE: [&str; 17] = [
    "identifier",
    "person and key",
    "permission",
    "message",
    "mail_link",
    "job",
    "holder_session",
    "request",
    "request_note",
    "suppression",
    "attribute",
    "person_order",
    "visitor_link",
    "segment_member",
    "segment_due",
    "mail_link.visitor",
    "consent",
];
