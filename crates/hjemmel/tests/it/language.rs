//! An organisation writes in the languages it picks; what was published in others stays, and nobody is shown a text that was
//! never published.

use axum::http::Request;
use hjemmel_model::Role;
use serde_json::{Value, json};

use crate::{
    people::form,
    world::{World, worlds},
};

async fn page(world: &World, path: &str, language: &str) -> String {
    let request = Request::get(path).header("accept-language", language);
    let answer = world.send(request.body(Default::default()).unwrap()).await;
    String::from_utf8(answer.body.to_vec()).unwrap()
}

/// What the banner is given: its language, and the first purpose's name and sentence.
async fn banner(world: &World, language: &str) -> (String, String, String) {
    let script = page(world, &format!("/t/{}/banner.js", world.site.key), language).await;
    let given = &script[script.rfind("})({").unwrap() + 3..];
    let mut read = serde_json::Deserializer::from_str(given).into_iter::<Value>();
    let shown = read.next().unwrap().unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    (text(&shown["l"]), text(&shown["p"][0]["n"]), text(&shown["p"][0]["t"]))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_published_in_three_languages_is_read_by_all_and_never_added_to() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        world.publish(&["statistics", "marketing"]).await;
        let (form, _) = form(&world, &owner).await;
        let danish = banner(&world, "da").await;
        assert_eq!(danish.0, "da");
        // Norwegian and Finnish words exist, and the notice was not published in them: all of it is shown in one that it was.
        assert_eq!(banner(&world, "nb-NO").await, danish);
        assert_eq!(banner(&world, "fi,de;q=0.5").await, banner(&world, "en").await);
        let read = page(&world, &format!("/f/{form}"), "no").await;
        assert!(read.contains("<html lang=\"da\">") && read.contains("Få nyt fra os"), "{read}");
        // What is not anybody's own text is there in every language.
        let missing = page(&world, "/nothing/here", "nb").await;
        assert!(missing.contains("Her er det ingenting"), "{missing}");
        let missing = page(&world, "/nothing/here", "fi-FI").await;
        assert!(missing.contains("Täällä ei ole mitään"), "{missing}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_organisation_is_asked_for_its_own_languages_alone() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let topic = |languages: &[&str]| {
            let of = |text: &str| {
                languages.iter().map(|l| ((*l).to_owned(), json!(text))).collect::<serde_json::Map<_, _>>()
            };
            json!({ "name": of("Uutiskirje"), "text": of("Kerran viikossa, kukista ja tarjouksista.") })
        };
        let put = async |body: Value| world.api(&owner, "PUT", "/organisation", Some(body)).await;
        let made = async |languages: &[&str]| world.api(&owner, "POST", "/topics", Some(topic(languages))).await;
        assert_eq!(
            made(&["nb", "fi"]).await.code(),
            "invalid",
            "Danish, Swedish and English until somebody says otherwise"
        );
        let named = json!({ "name": "Kukkatalo Oy", "languages": ["fi", "sv", "fi"] });
        assert_eq!(put(named).await.json()["languages"], json!(["sv", "fi"]));
        assert_eq!(
            put(json!({ "name": "Kukkatalo Oy" })).await.json()["languages"],
            json!(["sv", "fi"]),
            "left out, they stay"
        );
        assert_eq!(made(&["fi"]).await.code(), "invalid");
        let topic = made(&["fi", "sv"]).await.json();
        assert_eq!(topic["name"].as_object().unwrap().len(), 2, "{topic}");

        let notices = format!("/sites/{}/notices", world.site.id);
        let controller = json!({ "name": "Kukkatalo Oy", "address": "Tori 1", "contact": "tieto@kukka.example", "policy_url": "/p" });
        let draft = json!({ "controller": controller, "purposes": [{ "key": "statistics" }] });
        let published = world.api(&owner, "POST", &notices, Some(draft)).await.json();
        let texts =
            published["notice"]["purposes"][0]["text"].as_object().or(published["purposes"][0]["text"].as_object());
        let texts = texts.unwrap_or_else(|| panic!("{published}"));
        assert_eq!(texts.keys().collect::<Vec<_>>(), ["fi", "sv"], "what nobody reads is not published");
        assert_eq!(banner(&world, "fi").await.1, "Tilastointi");
        assert_eq!(banner(&world, "da").await.0, "sv", "the nearest of those it was published in");
    }
}
