/** What needs somebody today: requests that must be answered soon, recipients who have not answered. */
import { Group } from "@mantine/core";
import { Link } from "react-router-dom";
import type { Me, RequestView } from "../../api/types";
import { Fault } from "../../parts/fault";
import { Section } from "../../parts/section";
import { useRecipients } from "../people/receipts";
import { pressing } from "../requests/answers";
import { Left, Who } from "../requests/clock";
import { useRequests } from "../requests/list";
import { useSetup } from "./setup-list";
import { useWords } from "./words";

export function Needs({ me }: { me: Me }) {
  const { t, count } = useWords();
  const setup = useSetup().data;
  const asked = useRequests(me.may.includes("request_read"));
  const open = asked.data?.open ?? [];
  const due = pressing(open);
  const waiting = useRecipients(me.may.includes("person_erase")).data?.open.length ?? 0;
  const nothing =
    !setup || setup.failing
      ? t("needs_no_request")
      : `${t("needs_none")}${setup.open.length === 0 ? ` ${t("su_all_well")}` : ""}`;
  return (
    <Section head={t("needs")}>
      {due.length + waiting === 0 && <p className="quiet last">{nothing}</p>}
      <Due open={open} due={due} />
      {waiting > 0 && (
        <p className="last">
          <Link to="/people?tab=erasures">{count("er_home", "er_home_one", waiting)}</Link>
        </p>
      )}
      <Fault error={asked.error} retry={() => asked.refetch()} />
    </Section>
  );
}

/** Requests that must be answered soon, the three most urgent by name. */
function Due({ open, due }: { open: RequestView[]; due: RequestView[] }) {
  const { t, any, count } = useWords();
  if (open.length === 0) return null;
  if (due.length === 0)
    return (
      <p className="quiet last">
        <Link to="/requests">{t("requests")}</Link>: {count("rq_home_later", "rq_home_later_one", open.length)}
      </p>
    );
  return (
    <div>
      <Link to="/requests">{count("rq_home_due", "rq_home_due_one", due.length)}</Link>
      {due.slice(0, 3).map(({ request: r, days_left }) => (
        <Group key={r.id} justify="space-between" gap="xs" className="lined">
          <span>
            <Link to={`/requests/${r.id}`}>{any(`rq_${r.kind}`)}</Link> · <Who request={r} look />
          </span>
          <Left days={days_left} />
        </Group>
      ))}
    </div>
  );
}
