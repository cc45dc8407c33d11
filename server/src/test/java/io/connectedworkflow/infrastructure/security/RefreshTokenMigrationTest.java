package io.connectedworkflow.infrastructure.security;

import static io.connectedworkflow.testing.Expected.INVALID_TOKEN;
import static io.connectedworkflow.testing.Expected.NOTHING;
import static io.connectedworkflow.testing.Http.WORKFLOWS;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.ServerContext;
import io.connectedworkflow.testing.TestPostgres;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A refresh token that a client had when a client could have but one. */
class RefreshTokenMigrationTest {

    private static final String DOCUMENT = """
        {"org_id":"1001","name":"Example","edition":"enterprise","time_zone":"UTC","modules":[],
         "profiles":[{"id":"1","name":"Administrator","permissions":["manage_automations"]}],
         "users":[{"id":"2","full_name":"Asha Rao","profile_id":"1","active":true}]}""";

    @Test
    void stays_good_and_ends_with_what_was_got_by_it() {
        var place = TestPostgres.newDatabase();
        Flyway.configure().dataSource(place.url(), place.owner(), place.password())
                .locations("classpath:db/connected-workflow").defaultSchema("connected_workflow").createSchemas(true)
                .table("schema_history").target("7").skipDefaultCallbacks(true).load().migrate();
        var owner = place.asOwner();
        owner.update(
                "insert into connected_workflow.organization (organization_id, document) values ('1001', ?::jsonb)",
                DOCUMENT);
        owner.update("""
            insert into connected_workflow.oauth_client (client_id, organization_id, user_id, secret_hash, refresh_hash,
                scopes, expires_in)
            values ('one', '1001', '2', ?, ?, '{ZohoCRM.settings.ALL}', 3600),
                ('revoked', '1001', '2', ?, null, '{ZohoCRM.settings.ALL}', 3600)""", Secrets.hash("secret"),
                Secrets.hash("refresh"), Secrets.hash("secret"));
        for (var refreshed : List.of(true, false)) {
            owner.update("""
                insert into connected_workflow.access_token (token_hash, client_id, scopes, expires_at, refreshed)
                values (?, 'one', '{ZohoCRM.settings.ALL}', now() + interval '1 hour', ?)""",
                    Secrets.hash("refreshed-" + refreshed), refreshed);
        }

        try (var server = ServerContext.start(place)) {
            var http = ServerContext.http(server);
            madeByServerOfTheReleaseBefore(owner);
            assertThat(http.form("/oauth/v2/token",
                    "grant_type=refresh_token&client_id=late&client_secret=secret&refresh_token=late").status())
                    .isEqualTo(200);
            http.send("GET", WORKFLOWS, "late", null).mustBe(NOTHING);
            revokedByServerOfTheReleaseBefore(owner);
            assertThat(http.form("/oauth/v2/token",
                    "grant_type=refresh_token&client_id=late&client_secret=secret&refresh_token=late").body())
                    .isEqualTo("{\"error\":\"invalid_code\"}");
            var refresh = "grant_type=refresh_token&client_id=one&client_secret=secret&refresh_token=refresh";
            var token = http.form("/oauth/v2/token", refresh).json().get("access_token").asString();
            for (var good : List.of(token, "refreshed-true", "refreshed-false")) {
                http.send("GET", WORKFLOWS, good, null).mustBe(NOTHING);
            }

            assertThat(http.form("/oauth/v2/token/revoke", "token=refresh").status()).isEqualTo(200);
            assertThat(owner.queryForList("select from connected_workflow.oauth_client where refresh_hash is not null"))
                    .isEmpty();
            for (var ended : List.of(token, "refreshed-true")) {
                http.send("GET", WORKFLOWS, ended, null).mustBe(INVALID_TOKEN);
            }
            http.send("GET", WORKFLOWS, "refreshed-false", null).mustBe(NOTHING);
            assertThat(http.send("POST", "/oauth/v2/token?" + refresh, Map.of(), null).body())
                    .isEqualTo("{\"error\":\"invalid_code\"}");
        }
    }

    private static void revokedByServerOfTheReleaseBefore(JdbcTemplate owner) {
        owner.update("update connected_workflow.oauth_client set refresh_hash = null where refresh_hash = ?",
                Secrets.hash("late"));
    }

    private static void madeByServerOfTheReleaseBefore(JdbcTemplate owner) {
        owner.update("""
            insert into connected_workflow.oauth_client (client_id, organization_id, user_id, secret_hash, refresh_hash,
                scopes, expires_in)
            select 'late', organization_id, '2', ?, ?, '{ZohoCRM.settings.ALL}', 3600
            from connected_workflow.organization where organization_id = '1001' for key share""",
                Secrets.hash("secret"), Secrets.hash("late"));
        owner.update("""
            insert into connected_workflow.access_token (token_hash, client_id, scopes, expires_at, refreshed)
            values (?, 'late', '{ZohoCRM.settings.ALL}', now() + interval '1 hour', true)""", Secrets.hash("late"));
    }
}
