package com.example.sales.account;

import static java.util.stream.Collectors.toMap;

import io.connectedworkflow.domain.organization.Actor;
import io.connectedworkflow.domain.organization.CrmModule;
import io.connectedworkflow.domain.organization.Directory;
import io.connectedworkflow.domain.organization.Edition;
import io.connectedworkflow.domain.organization.Modules;
import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.organization.Organizations;
import io.connectedworkflow.domain.organization.Permission;
import io.connectedworkflow.domain.refusal.Refusal.CallerUnknown;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tells connected workflows about the application's accounts: an account is an organization, a member a user, a plan an
 * edition, and a record type a module. All members may manage connected workflows.
 */
@Component
class AccountOrganizations implements Organizations {

    private final JdbcClient jdbc;

    AccountOrganizations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Organization of(Actor actor) {
        return Organization.of(actor, edition(planOf(actor)), Set.of(Permission.MANAGE_CONNECTED_WORKFLOWS),
                directory(actor.organization()));
    }

    private String planOf(Actor actor) {
        return jdbc.sql("""
            select plan from account join member on member.account_id = account.id
            where account.id::text = ? and member.id::text = ? and active""")
                .params(actor.organization(), actor.user()).query(String.class).optional()
                .orElseThrow(() -> new CallerUnknown().asException());
    }

    private static Edition edition(String plan) {
        return switch (plan) {
            case "company" -> Edition.ENTERPRISE;
            case "team" -> Edition.STANDARD;
            default -> Edition.FREE;
        };
    }

    private Directory directory(String accountId) {
        var types = jdbc.sql("select id, name, retired from record_type where account_id::text = ?")
                .param(accountId)
                .query((row, number) -> new CrmModule(row.getString("id"), row.getString("name"),
                        !row.getBoolean("retired"), List.of()))
                .list();
        var retired = types.stream().filter(type -> !type.supported())
                .collect(toMap(CrmModule::id, CrmModule::apiName));
        return new Directory(ZoneOffset.UTC, new Modules(types), names(accountId), retired);
    }

    private Map<String, String> names(String accountId) {
        return jdbc.sql("select id, full_name from member where account_id::text = ?").param(accountId)
                .query((row, number) -> Map.entry(row.getString("id"), row.getString("full_name"))).list().stream()
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
