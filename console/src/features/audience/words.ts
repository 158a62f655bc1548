/** Words about reports. */
import { type Entries, speaking } from "../../words/catalogue";
import { audience as manifest } from "./manifest";

export const audience = {
  audience: manifest.title,
  sessions: ["Besøg", "Besök", "Visits"],
  page_views: ["Sidevisninger", "Sidvisningar", "Page views"],
  conversions: ["Konverteringer", "Konverteringar", "Conversions"],
  revenue_minor: ["Omsætning", "Omsättning", "Revenue"],
  visitors_def: [
    "Forskellige browsere, der har sagt ja til formålet, i perioden.",
    "Olika webbläsare som sagt ja till ändamålet under perioden.",
    "Different browsers that allowed the purpose, in the period.",
  ],
  sessions_def: [
    "Et besøg slutter efter 30 minutter uden aktivitet.",
    "Ett besök slutar efter 30 minuter utan aktivitet.",
    "A visit ends after 30 minutes without activity.",
  ],
  page_views_def: [
    "Viste sider, målt med tilladelse.",
    "Visade sidor, mätta med tillåtelse.",
    "Pages shown, measured with permission.",
  ],
  conversions_def: [
    "Hændelser, som webstedet tæller som mål.",
    "Händelser som webbplatsen räknar som mål.",
    "Events the site counts as goals.",
  ],
  revenue_minor_def: [
    "Sum af hændelsers værdi i webstedets valuta.",
    "Summa av händelsers värde i webbplatsens valuta.",
    "Sum of events' value in the site's currency.",
  ],
  path: ["Sider", "Sidor", "Pages"],
  source: ["Kilder", "Källor", "Sources"],
  medium: ["Medier", "Medier", "Media"],
  campaign: ["Kampagner", "Kampanjer", "Campaigns"],
  referrer: ["Henvisninger", "Hänvisningar", "Referrers"],
  country: ["Lande", "Länder", "Countries"],
  browser: ["Browsere", "Webbläsare", "Browsers"],
  os: ["Systemer", "System", "Systems"],
  name: ["Hændelser", "Händelser", "Events"],
  live: ["Lige nu", "Just nu", "Right now"],
  live_now: ["besøgende de seneste 5 minutter", "besökare de senaste 5 minuterna", "visitors in the last 5 minutes"],
  live_half: [
    "Sidevisninger, seneste 30 minutter",
    "Sidvisningar, senaste 30 minuterna",
    "Page views, last 30 minutes",
  ],
  filter_hint: ["Klik på en række for at filtrere.", "Klicka på en rad för att filtrera.", "Click a line to filter."],
  loading: ["Henter …", "Hämtar …", "Loading …"],
  not_published_def: [
    "Skriv samtykketeksten, og offentliggør den. Så spørger webstedet, og tallene kommer her, efterhånden som folk siger ja.",
    "Skriv samtyckestexten och publicera den. Då frågar webbplatsen, och siffrorna kommer här allt eftersom folk säger ja.",
    "Write the consent notice and publish it. The site then asks, and numbers appear here as people say yes.",
  ],
  write_notice: ["Skriv samtykketeksten", "Skriv samtyckestexten", "Write the notice"],
} satisfies Entries;

export const useWords = speaking(audience);
