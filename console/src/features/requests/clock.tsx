/** The clock of a request in words, and who asks. */
import { Link } from "react-router-dom";
import { api } from "../../api/client";
import type { Asked } from "../../api/types";
import { erased } from "./answers";
import { useWords } from "./words";

/** Danish and Swedish days, as the clock counts them. */
const ZONE = "Europe/Copenhagen";
export const today = () => new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE }).format(Date.now());

export function useSay() {
  const words = useWords();
  const { t, any, date, count } = words;
  return {
    ...words,
    day: (ms: number) => date(ms, { dateStyle: "medium", timeZone: ZONE }),
    due: (r: Asked) => date(Date.parse(r.due_on), { dateStyle: "medium", timeZone: "UTC" }),
    left: (days: number) =>
      days === 0
        ? t("rq_today")
        : days > 0
          ? count("rq_left", "rq_left_one", days)
          : count("rq_over", "rq_over_one", -days),
    stands: (r: Asked) => (r.suspended_at > 0 ? t("rq_still") : any(`rq_state_${r.state}`)),
  };
}

/** Days left: ink, heavier within a week, red only when they are over. */
export function Left({ days }: { days: number }) {
  const { left } = useSay();
  return <span className={days < 0 ? "loss strong" : days <= 7 ? "strong" : undefined}>{left(days)}</span>;
}

export function usePerson(id: string | null | undefined) {
  const { lang: language } = useWords();
  return api.useQuery(
    "get",
    "/people/{id}",
    { params: { path: { id: id ?? "" }, query: { language } } },
    { enabled: !!id },
  );
}

/** Who asks: the person where they are known, else what they said, else that they are gone. With `look`, by address. */
export function Who({ request: r, look }: { request: Asked; look: boolean }) {
  const { t } = useWords();
  const found = usePerson(look ? r.person : null);
  if (r.person)
    return (
      <Link to={`/people?person=${r.person}`} onClick={(e) => e.stopPropagation()}>
        {found.data?.person.identifiers[0]?.value ?? (r.contact || t("rq_the_person"))}
      </Link>
    );
  return erased(r) ? <span className="quiet">{t("rq_erased")}</span> : r.contact;
}
