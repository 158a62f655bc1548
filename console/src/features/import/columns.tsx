/** What each column of the files holds: what it was taken for and why, a few values, and the choice. */
import { Badge, Select } from "@mantine/core";
import type { ColumnSeen, SheetSeen, Taken } from "../../api/types";
import { oneOf } from "../../parts/address";
import { useWords } from "./words";

export type Mapping = Record<string, Taken>;

/** Names of what a column holds that are not offered as a choice. */
const OTHERS = ["state", "other", "empty", "unknown"] as const;

interface Props {
  sheets: SheetSeen[];
  mapping: Mapping;
  change?: (next: Mapping) => void;
  works?: boolean;
}

export function Columns({ sheets, mapping, change, works }: Props) {
  const { t, n, say } = useWords();
  return (
    <section aria-label={t("im_map")}>
      {sheets.map((sheet, at) => (
        <div className="card gap-bottom" key={at}>
          <b>{sheets.length > 1 ? sheet.name : t("im_map")}</b>
          <div className="quiet">
            {say("im_map_line", { line: n(sheet.line), rows: n(sheet.rows), encoding: sheet.encoding })}
            {sheet.program && ` ${say("im_map_program", { program: PROGRAMS[sheet.program] ?? sheet.program })}`}
          </div>
          {sheet.encoding === "unknown" && <p>{t("im_map_broken")}</p>}
          {sheet.waits && (
            <p>
              <b>{t("im_map_waits")}</b> {t("im_map_waits_def")}
            </p>
          )}
          <ul className="im-columns">
            {sheet.columns.map((column) => (
              <Line
                key={column.name}
                column={column}
                taken={mapping[column.name] ?? column.taken}
                change={change && ((taken) => change({ ...mapping, [column.name]: taken }))}
                works={works}
              />
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

const PROGRAMS: Record<string, string> = {
  mailchimp: "Mailchimp",
  klaviyo: "Klaviyo",
  hubspot: "HubSpot",
  shopify: "Shopify",
  listmonk: "listmonk",
  brevo: "Brevo",
  activecampaign: "ActiveCampaign",
  mailerlite: "MailerLite",
  campaign_monitor: "Campaign Monitor",
  voyado: "Voyado",
};

interface LineProps {
  column: ColumnSeen;
  taken: Taken;
  change?: (taken: Taken) => void;
  works?: boolean;
}

function Line({ column, taken, change, works }: LineProps) {
  const { t, any, n, say } = useWords();
  const waits = taken === "unknown";
  const kept = OTHERS.find((other) => other === column.taken);
  const choices = [...(kept ? [kept] : []), ...column.choices].map((value) => ({
    value,
    label: any(`im_taken_${value}`),
  }));
  return (
    <li>
      <div>
        <code>{column.name}</code>{" "}
        {waits && (
          <Badge variant="outline" color="gray" size="sm">
            {t("im_map_asks")}
          </Badge>
        )}
        <div className="quiet">
          {say("im_map_filled", { n: n(column.filled) })}
          {column.samples.length > 0 && (
            <>
              :{" "}
              {column.samples.map((sample, at) => (
                <span key={at}>
                  {at > 0 && ", "}
                  <code>{sample}</code>
                </span>
              ))}
            </>
          )}
        </div>
      </div>
      <div>
        {change ? (
          <Select
            aria-label={say("im_map_holds", { name: column.name })}
            allowDeselect={false}
            disabled={works}
            data={choices}
            value={taken}
            onChange={(value) => {
              const chosen = oneOf(column.choices, value) ?? kept;
              if (chosen && chosen !== "unknown" && chosen !== "empty") change(chosen);
            }}
          />
        ) : (
          any(`im_taken_${taken}`)
        )}
        <div className="quiet">{any(`im_why_${column.why}`)}</div>
      </div>
    </li>
  );
}
