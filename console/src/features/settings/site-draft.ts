/** What is set of a site, as it stands in fields: lists are written with commas. */
import type { Site, SiteDraft } from "../../api/types";

export interface SiteFields extends Required<Omit<SiteDraft, "hosts" | "listed_paths" | "conversions" | "properties">> {
  hosts: string;
  listed_paths: string;
  conversions: string;
  properties: string;
}

const NEW: SiteFields = {
  name: "",
  hosts: "",
  law: "dk",
  time_zone: "Europe/Copenhagen",
  currency: "DKK",
  aggregate: "off",
  aggregate_assessment: "",
  listed_paths: "/",
  conversions: "purchase, sign_up",
  properties: "",
  revenue: "anyone",
};

export const fields = (site?: Site): SiteFields =>
  site
    ? {
        name: site.name,
        hosts: site.hosts.join(", "),
        law: site.law,
        time_zone: site.time_zone,
        currency: site.currency,
        aggregate: site.aggregate,
        aggregate_assessment: site.aggregate_assessment,
        listed_paths: site.listed_paths.join(", "),
        conversions: site.conversions.join(", "),
        properties: site.properties.join(", "),
        revenue: site.revenue ?? "anyone",
      }
    : NEW;

const list = (text: string) =>
  text
    .split(/[,\n]\s*/)
    .map((x) => x.trim())
    .filter(Boolean);

export const draft = (f: SiteFields): SiteDraft => ({
  ...f,
  hosts: list(f.hosts),
  listed_paths: list(f.listed_paths),
  conversions: list(f.conversions),
  properties: list(f.properties),
});

/** What usually goes with a law. */
export const usual = (law: Site["law"]): Partial<SiteFields> =>
  law === "se"
    ? { time_zone: "Europe/Stockholm", currency: "SEK" }
    : law === "dk"
      ? { time_zone: "Europe/Copenhagen", currency: "DKK" }
      : {};
