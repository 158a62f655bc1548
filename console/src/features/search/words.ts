/** Words about finding one's way. */
import { type Entries, speaking } from "../../words/catalogue";
import { consent } from "../consent/words";
import { people } from "../people/words";
import { settings } from "../settings/words";

/** What the pages' own parts are called, as they call them. */
const parts = {
  records: consent.records,
  opt_in: consent.opt_in,
  notice: consent.notice,
  tag: consent.tag,
  im_tab: people.im_tab,
  erasures: people.erasures,
  team: settings.team,
  keys: settings.keys,
  my_account: settings.my_account,
  jobs: settings.jobs,
  audit: settings.audit,
} satisfies Entries;

const search = {
  search_hint: [
    "En side, et websted eller en hel adresse, et nummer",
    "En sida, en webbplats eller en hel adress, ett nummer",
    "A page, a site, or a whole address or number",
  ],
  search_none: [
    "Ingen side og intet websted hedder sådan.",
    "Ingen sida eller webbplats heter så.",
    "No page or site has that name.",
  ],
  search_pages: ["Sider", "Sidor", "Pages"],
  search_person: ["Find personen »{text}«", "Hitta personen »{text}«", "Find the person “{text}”"],
} satisfies Entries;

export const useWords = speaking({ ...parts, ...search });
