/** Words about what was not counted, or not kept as it came. */
import type { Entries } from "./catalogue";

export const dropped = {
  dr_none: [
    "Alt, hvad der kom, er talt med, som det kom.",
    "Allt som kom är räknat som det kom.",
    "Everything that came was counted as it came.",
  ],
  dr_rejected: [
    "Hele hændelser, som ikke blev taget ind",
    "Hela händelser som inte togs in",
    "Whole events that were not accepted",
  ],
  dr_scrubbed: [
    "Taget ud af hændelser, som ellers er talt med",
    "Borttaget ur händelser som annars är räknade",
    "Removed from events that are otherwise counted",
  ],
  dr_out: ["Se efter i det, der sender.", "Titta i det som skickar.", "Look at what sends it."],
  dr_bot: ["fra robotter", "från robotar", "from bots"],
  dr_bot_out: [
    "Intet at gøre: søgemaskiner og overvågning er ikke besøgende.",
    "Inget att göra: sökmotorer och övervakning är inte besökare.",
    "Nothing to do: search engines and monitors are not visitors.",
  ],
  dr_host_not_listed: [
    "fra en vært, der ikke står på listen",
    "från en värd som inte står på listan",
    "from a host that is not listed",
  ],
  dr_host_not_listed_out: [
    "Er siden jeres, så føj dens vært til under Indstillinger → Websteder. Ellers bruger nogen jeres nøgle, og de skal ikke tælles.",
    "Är sidan er, lägg till dess värd under Inställningar → Webbplatser. Annars använder någon er nyckel, och de ska inte räknas.",
    "If the page is yours, add its host under Settings → Sites. If not, somebody else is using your key, and it is not meant to count.",
  ],
  dr_event_no_name: ["uden navn", "utan namn", "without a name"],
  dr_event_no_name_out: [
    "Giv hændelsen et navn i det, der sender den.",
    "Ge händelsen ett namn i det som skickar den.",
    "Give the event a name in what sends it.",
  ],
  dr_event_malformed: ["kunne ikke læses", "kunde inte läsas", "could not be read"],
  dr_event_malformed_out: [
    "Prøv hændelsen under Samtykke → Tag: der står, hvad der er galt.",
    "Prova händelsen under Samtycke → Tagg: där står vad som är fel.",
    "Try the event under Consent → Tag: it says what is wrong.",
  ],
  dr_event_too_long: ["for lange", "för långa", "too long"],
  dr_event_too_long_out: [
    "Send færre eller kortere egenskaber.",
    "Skicka färre eller kortare egenskaper.",
    "Send fewer or shorter properties.",
  ],
  dr_not_collected: ["en slags, der ikke indsamles", "en sort som inte samlas in", "of a kind that is not collected"],
  dr_not_collected_out: [
    "Intet at gøre: kald, der knytter en person til en browser, tages ikke herfra.",
    "Inget att göra: anrop som knyter en person till en webbläsare tas inte härifrån.",
    "Nothing to do: calls that tie a person to a browser are not taken from here.",
  ],
  dr_email: ["mailadresser", "e-postadresser", "e-mail addresses"],
  dr_email_out: [
    "Tag adressen ud af sidens adresse eller titel; den blev fjernet, før noget blev gemt.",
    "Ta bort adressen ur sidans adress eller titel; den togs bort innan något sparades.",
    "Take the address out of the page's address or title; it was removed before anything was stored.",
  ],
  dr_phone: ["telefonnumre", "telefonnummer", "telephone numbers"],
  dr_phone_out: [
    "Tag nummeret ud af sidens adresse, titel eller egenskaber; det blev fjernet, før noget blev gemt.",
    "Ta bort numret ur sidans adress, titel eller egenskaper; det togs bort innan något sparades.",
    "Take the number out of the page's address, title or properties; it was removed before anything was stored.",
  ],
  dr_personal_number: ["personnumre", "personnummer", "personal numbers"],
  dr_personal_number_out: [
    "Et personnummer hører ikke til i en adresse eller titel. Det blev fjernet, før noget blev gemt; find siden, der viser det.",
    "Ett personnummer hör inte hemma i en adress eller titel. Det togs bort innan något sparades; hitta sidan som visar det.",
    "A personal number does not belong in an address or title. It was removed before anything was stored; find the page that shows it.",
  ],
  dr_property_not_listed: [
    "egenskaber, der ikke står på listen",
    "egenskaper som inte står på listan",
    "properties that are not listed",
  ],
  dr_property_not_listed_out: [
    "Skal de bruges, så føj dem til under Indstillinger → Websteder → Egenskaber, der gemmes (P-06).",
    "Behövs de, lägg till dem under Inställningar → Webbplatser → Egenskaper som sparas (P-06).",
    "If they are needed, add them under Settings → Sites → Properties to keep (P-06).",
  ],
  dr_clock: ["fra et ur, der går bagud", "från en klocka som går efter", "from a clock that is behind"],
  dr_clock_out: [
    "Lad trackeren også sende, hvornår den sender; så kan uret rettes.",
    "Låt trackern även skicka när den skickar; då kan klockan rättas.",
    "Have the tracker say when it sends too; then its clock can be corrected.",
  ],
  dr_value_unreadable: ["beløb, der ikke kan læses", "belopp som inte kan läsas", "amounts that cannot be read"],
  dr_value_unreadable_out: [
    "Send beløbet som et tal og valutaen som tre bogstaver (1234.56, DKK).",
    "Skicka beloppet som ett tal och valutan som tre bokstäver (1234.56, SEK).",
    "Send the amount as a number and the currency as three letters (1234.56, DKK).",
  ],
  dr_value_not_from_server: [
    "beløb fra browsere, hvor kun serveren tæller",
    "belopp från webbläsare, där bara servern räknas",
    "amounts from browsers, where only the server counts",
  ],
  dr_value_not_from_server_out: [
    "Send købet fra jeres server, eller lad alle tælle under Indstillinger → Websteder.",
    "Skicka köpet från er server, eller låt alla räknas under Inställningar → Webbplatser.",
    "Send the purchase from your server, or let everybody's count under Settings → Sites.",
  ],
  dr_value_over_limit: [
    "beløb over det, én hændelse må være værd",
    "belopp över det en händelse får vara värd",
    "amounts over what one event may be worth",
  ],
  dr_value_over_limit_out: [
    "Er salget ægte, så send det fra jeres server.",
    "Är köpet äkta, skicka det från er server.",
    "If the sale is real, send it from your server.",
  ],
  dr_text_cut: ["tekster, der var for lange", "texter som var för långa", "texts that were too long"],
  dr_text_cut_out: [
    "Kun de første 500 tegn gemmes; send kortere titler og værdier.",
    "Bara de första 500 tecknen sparas; skicka kortare titlar och värden.",
    "Only the first 500 characters are kept; send shorter titles and values.",
  ],
  dr_property_cut: [
    "egenskaber, der er lister eller objekter",
    "egenskaper som är listor eller objekt",
    "properties that are lists or objects",
  ],
  dr_property_cut_out: [
    "Send dem som enkelte værdier: tekst, tal eller ja/nej.",
    "Skicka dem som enskilda värden: text, tal eller ja/nej.",
    "Send them as single values: text, number or yes/no.",
  ],
  dr_address: ["adresser", "adresser", "addresses"],
  dr_lists: ["Lister, der skelner", "Listor som skiljer", "Lists used to tell them apart"],
  dr_list_bots: ["robotter fra", "robotar från", "bots of"],
  dr_list_devices: ["enheder fra", "enheter från", "devices of"],
  dr_list_referrers: ["henvisninger fra", "hänvisningar från", "referrers of"],
  dr: ["Hvad blev ikke talt med", "Vad räknades inte", "What was not counted"],
} satisfies Entries;
