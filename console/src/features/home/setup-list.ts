/** What is open, and what somebody must be allowed to do for the next step. */
import { api } from "../../api/client";
import type { Action, Me, SetupItem } from "../../api/types";

export const useSetup = () => api.useQuery("get", "/setup", {}, { refetchInterval: 60_000, staleTime: 5_000 });

const MAY: Record<string, Action> = {
  organisation_unnamed: "team_write",
  no_site: "site_write",
  notice_missing: "notice_publish",
  tag_unseen: "site_read",
  tag_silent: "site_read",
  host_unlisted: "site_write",
  tracker_unknown: "site_read",
  clock_in_doubt: "retention_confirm",
  retention_held: "retention_confirm",
  evidence_damaged: "evidence_restart",
  register_unkept: "register_write",
  register_gap: "register_write",
  supplier_gap: "register_write",
  assessment_missing: "register_write",
  assessment_gap: "register_write",
  breach_overdue: "register_write",
  breach_open: "register_write",
  breach_suspected: "register_write",
};

export const mayDo = (me: Me, item: SetupItem) => me.may.includes(MAY[item.code] ?? "job_read");
