//! The demo's shop: a few pages of another site that load the tag as any site would.

use std::net::SocketAddr;

use anyhow::Context;
use axum::{
    Router,
    extract::{Path, State},
    http::StatusCode,
    response::{Html, IntoResponse, Response},
    routing::get,
};

use crate::demo::GOODS;

struct Shop {
    collector: String,
    keys: (String, String),
    form: String,
}

/// Serve the shop beside the server.
pub async fn serve(
    listen: SocketAddr,
    collector: SocketAddr,
    keys: &(String, String),
    form: &str,
) -> anyhow::Result<tokio::task::JoinHandle<()>> {
    let listener = tokio::net::TcpListener::bind(listen).await;
    let listener = listener.with_context(|| format!("{listen} cannot be listened on; is something else there?"))?;
    let shop = std::sync::Arc::new(Shop {
        collector: format!("http://{collector}"),
        keys: keys.clone(),
        form: form.to_owned(),
    });
    let app = router(shop);
    Ok(tokio::spawn(async move {
        if let Err(e) = axum::serve(listener, app).await {
            tracing::error!(error = %e, "shop.stopped");
        }
    }))
}

fn router(shop: std::sync::Arc<Shop>) -> Router {
    Router::new()
        .route("/shop.css", get(|| async { ([("content-type", "text/css")], include_str!("../shop/shop.css")) }))
        .route("/shop.js", get(|| async { ([("content-type", "text/javascript")], include_str!("../shop/shop.js")) }))
        .route("/", get(async |shop| page(shop, "da", "/")))
        .route("/sv/", get(async |shop| page(shop, "sv", "/")))
        .route("/{page}", get(async |shop, Path(name): Path<String>| page(shop, "da", &format!("/{name}"))))
        .route("/sv/{page}", get(async |shop, Path(name): Path<String>| page(shop, "sv", &format!("/{name}"))))
        .with_state(shop)
}

fn said(language: &str, da: &'static str, sv: &'static str) -> &'static str {
    if language == "sv" { sv } else { da }
}

/// The title and the body of a page, where there is such a page.
fn written(language: &str, path: &str) -> Option<(String, String)> {
    let say = |da, sv| said(language, da, sv);
    let (root, currency) = (say("", "/sv"), say("DKK", "SEK"));
    let goods = GOODS.iter().find(|(at, _, _)| *at == path);
    Some(match (path, goods) {
        ("/", _) => {
            let cards: String = GOODS
                .iter()
                .map(|(at, name, price)| {
                    format!("<a class=card href='{root}{at}'><span class='flower f{}'></span><b>{name}</b><i>{price} {currency}</i></a>", at.len())
                })
                .collect();
            let lead = say("Friske blomster, bragt ud i dag", "Färska blommor, levererade i dag");
            let text = say("Bestil inden kl. 14 i Danmark og Sverige.", "Beställ före kl. 14 i Danmark och Sverige.");
            ("Blomsterhuset".to_owned(), format!("<h1>{lead}</h1><p>{text}</p><div class=cards>{cards}</div>"))
        }
        ("/kurv", _) => {
            let (head, pay) = (say("Din kurv", "Din varukorg"), say("Betal", "Betala"));
            (
                head.to_owned(),
                format!("<h1>{head}</h1><p id=cart></p><p><a class=button href='{root}/tak' id=pay>{pay}</a></p>"),
            )
        }
        ("/tak", _) => {
            let head = say("Tak for din bestilling", "Tack för din beställning");
            (head.to_owned(), format!("<h1>{head}</h1><p id=thanks data-currency={currency}></p>"))
        }
        ("/privatliv", _) => {
            let head = say("Privatlivspolitik", "Integritetspolicy");
            let text = say(
                "Blomsterhuset ApS er dataansvarlig. Vi bruger kun dit besøg til det, du har sagt ja til, og du kan ændre dit valg her.",
                "Blomsterhuset AB är personuppgiftsansvarig. Vi använder bara ditt besök till det du har sagt ja till, och du kan ändra ditt val här.",
            );
            (head.to_owned(), format!("<h1>{head}</h1><p>{text}</p>"))
        }
        (_, Some((at, name, price))) => {
            let add = say("Læg i kurven", "Lägg i varukorgen");
            (
                (*name).to_owned(),
                format!(
                    "<div class=item><span class='flower big f{}'></span><div><h1>{name}</h1><p class=price>{price} {currency}</p><button id=add data-item='{name}' data-price='{price}'>{add}</button></div></div>",
                    at.len()
                ),
            )
        }
        _ => return None,
    })
}

fn page(State(shop): State<std::sync::Arc<Shop>>, language: &str, path: &str) -> Response {
    let Some((title, body)) = written(language, path) else {
        return (StatusCode::NOT_FOUND, Html("<h1>404</h1>")).into_response();
    };
    let say = |da, sv| said(language, da, sv);
    let root = say("", "/sv");
    let key = if language == "sv" { &shop.keys.1 } else { &shop.keys.0 };
    let (cart, policy, consent) =
        (say("Kurv", "Varukorg"), say("Privatliv", "Integritet"), say("Samtykke", "Samtycke"));
    let (collector, form) = (&shop.collector, &shop.form);
    let newsletter = say("Få nyt fra os", "Få nyheter");
    // The form as part of the shop's own page, in the shop's colour.
    let element = match path {
        "/" => format!(
            "<div style='margin-top:28px;--hjemmel-accent:#3c5a48'><script src='{collector}/f/{form}/element.js?l={language}' async></script></div>"
        ),
        _ => String::new(),
    };
    Html(format!(
        "<!doctype html><html lang={language}><head><meta charset=utf-8><meta name=viewport content='width=device-width,initial-scale=1'>\
         <title>{title}</title><link rel=icon href='data:,'><link rel=stylesheet href=/shop.css>\
         <script src='{collector}/t/{key}.js' async></script>\
         <script type='text/plain' data-purpose=ads>document.documentElement.dataset.ads='on'</script></head>\
         <body><header><a href='{root}/' class=logo>Blomsterhuset</a><nav><a href='{root}/kurv'>{cart}</a> <a href='/'>DK</a> <a href='/sv/'>SE</a></nav></header>\
         <main>{body}{element}</main><footer><a href='{collector}/f/{form}?l={language}'>{newsletter}</a> <a href='{root}/privatliv'>{policy}</a> <a href='#' data-hjemmel=consent>{consent}</a></footer>\
         <script src=/shop.js></script></body></html>"
    ))
    .into_response()
}
