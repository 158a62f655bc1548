//! Nothing about anybody is read without saying who reads: every public function that gives records about people takes a
//! witness.

use std::{fs, path::Path};

/// What is about somebody.
const ABOUT_PEOPLE: &[&str] = &[
    "Attribute",
    "AudienceMember",
    "CampaignMessage",
    "CampaignRecipient",
    "ConsentRecord",
    "Found",
    "LinkFacts",
    "MailLink",
    "Message",
    "MessageEntry",
    "NoticeOpen",
    "Order",
    "PermissionRecord",
    "Person",
    "ReachFacts",
    "Request",
    "RequestNote",
    "SegmentFacts",
    "SegmentMember",
    "SegmentOf",
    "StoodBefore",
    "Suppression",
    "TableRows",
    "VisitorLink",
];

/// What shows who reads. A one-time secret was sent to the address that it opens.
const WITNESSES: &[&str] =
    &["Authorized<", "impl Witness", "Permit<", "&Browser", "&Holder", "&LinkSpent", "secret: &str", "session: &str"];

/// Public functions of the words, as their signatures.
fn signatures(folder: &Path, out: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            signatures(&path, out);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let mut rest = text.as_str();
        while let Some(at) = rest.find("\n    pub async fn ").or_else(|| rest.find("\n    pub fn ")) {
            let from = &rest[at + 1..];
            let signature = from.split(" {\n").next().unwrap();
            out.push((path.display().to_string(), signature.split_whitespace().collect::<Vec<_>>().join(" ")));
            rest = &from[1..];
        }
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
}

#[test]
fn every_function_that_gives_records_about_people_takes_a_witness() {
    let mut all = Vec::new();
    signatures(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
    let about = |signature: &&(String, String)| {
        let gives = signature.1.rsplit_once("->").map_or("", |(_, gives)| gives);
        words(gives).any(|word| ABOUT_PEOPLE.contains(&word))
    };
    let reading: Vec<_> = all.iter().filter(about).collect();
    assert!(reading.len() > 20, "the search sees too little: {}", reading.len());
    // What writes somebody down gives back whom it wrote.
    let writes = |signature: &str| signature.contains("&AddressEntered");
    let bare: Vec<_> = reading
        .into_iter()
        .filter(|(_, signature)| {
            // One that is not looked at shows nothing.
            let unseen = signature.contains("_who:") || signature.contains("_auth:");
            unseen || (!writes(signature) && !WITNESSES.iter().any(|witness| signature.contains(witness)))
        })
        .collect();
    assert!(bare.is_empty(), "{bare:#?}");
    let given = |word: &&&str| all.iter().any(|(_, signature)| words(signature).any(|w| w == **word));
    let stale: Vec<_> = ABOUT_PEOPLE.iter().filter(|word| !given(word)).collect();
    assert!(stale.is_empty(), "nothing gives {stale:?}: take it off the list");
}
