/** Where one can go: the pages, and the parts that have an address of their own. */
import type { Action, Me } from "../../api/types";

interface Place {
  /** Where the page begins. */
  page: string;
  tab: string;
  word: Word;
  may?: Action;
}

type Word =
  | "forms"
  | "im_tab"
  | "erasures"
  | "records"
  | "opt_in"
  | "notice"
  | "tag"
  | "sites"
  | "team"
  | "keys"
  | "my_account"
  | "jobs"
  | "audit"
  | "suppliers";

/** The tabs of the pages, as the pages themselves have them. */
export const PLACES: readonly Place[] = [
  { page: "/people", tab: "forms", word: "forms" },
  { page: "/people", tab: "import", word: "im_tab", may: "person_import" },
  { page: "/people", tab: "erasures", word: "erasures", may: "person_erase" },
  { page: "/consent", tab: "records", word: "records" },
  { page: "/consent", tab: "opt_in", word: "opt_in" },
  { page: "/consent", tab: "notice", word: "notice" },
  { page: "/consent", tab: "tag", word: "tag" },
  { page: "/register", tab: "suppliers", word: "suppliers", may: "register_read" },
  { page: "/settings", tab: "sites", word: "sites" },
  { page: "/settings", tab: "team", word: "team" },
  { page: "/settings", tab: "keys", word: "keys", may: "key_write" },
  { page: "/settings", tab: "my_account", word: "my_account" },
  { page: "/settings", tab: "jobs", word: "jobs", may: "job_read" },
  { page: "/settings", tab: "audit", word: "audit", may: "audit_read" },
];

export const placesFor = (me: Me) => PLACES.filter(({ may }) => !may || me.may.includes(may));

/** An address or a number, whole enough to be looked for. */
export const looksWhole = (text: string) => /^\S+@\S+\.\S+$/.test(text) || /\d.*\d.*\d.*\d/.test(text);
