package io.connectedworkflow.server.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Page;
import io.connectedworkflow.testing.TestOrganization;
import io.connectedworkflow.testing.TestOrganization.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The clients of the page about clients, as they stand there, against the server: the CRM's official SDKs and an OAuth
 * library, from npm.
 */
class ClientsPageTest {

    private static final Path FILES = Path.of("src", "test", "clients");
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(3);
    // SDKs renew a token 5 seconds before its end, so that this one is used, then renewed.
    private static final int TOKEN_SECONDS = 7;
    private static final String EMAIL = "asha@example.com";
    private static final List<String> BEFORE_EXPIRY = List.of("connected", "created", "listed", "refused", "updated",
            "rule created", "rule read", "waiting");
    private static final List<String> AFTER_EXPIRY = List.of("activated", "deactivated", "rule deleted", "deleted",
            "gone");

    @TempDir
    private static Path directory;

    private final RunningServer server = RunningServer.shared();
    private final TestOrganization organization = server.admin()
            .organization(document -> document.at("/users/0").asObject().put("email", EMAIL));
    private final Credentials client = organization.client(organization.asha(), TOKEN_SECONDS,
            "ZohoCRM.settings.connected_workflows.ALL");

    @BeforeAll
    static void installed() throws Exception {
        Assumptions.assumeTrue(isThere("node") && isThere("npm"),
                "No Node.js with npm on this machine: the clients of docs/clients.md are not run");
        for (var file : List.of("package.json", "package-lock.json", "life.mjs")) {
            Files.copy(FILES.resolve(file), directory.resolve(file));
        }
        run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");
        var scripts = Page.of("clients.md").texts("js");
        assertThat(scripts).hasSize(2);
        Files.writeString(directory.resolve("nodejs.mjs"), scripts.getFirst());
        Files.writeString(directory.resolve("oauth.mjs"), scripts.getLast());
        var typed = Page.of("clients.md").texts("ts");
        assertThat(typed).hasSize(1);
        Files.writeString(directory.resolve("typescript.ts"), typed.getFirst());
        run("node_modules/.bin/tsc", "--strict", "--skipLibCheck", "--target", "es2022", "--module", "commonjs",
                "typescript.ts");
    }

    private static boolean isThere(String command) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, command)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodejs.mjs", "typescript.js", "oauth.mjs"})
    void leads_a_workflow_s_life_and_renews_an_expired_token(String script) throws Exception {
        var output = directory.resolve(script + ".output");
        var process = node(output, script, client.refreshToken());
        try {
            await("the life until then").atMost(LONG_ENOUGH).pollInterval(Duration.ofMillis(50)).until(
                    () -> !process.isAlive() || lines(output).contains("waiting"));
            assertThat(lines(output)).isEqualTo(BEFORE_EXPIRY);
            var issued = tokens();
            assertThat(issued).isPositive();
            await("the end of all tokens").atMost(LONG_ENOUGH).pollInterval(Duration.ofMillis(50)).until(
                    () -> tokens("and expires_at > now()") == 0);
            process.getOutputStream().write('\n');
            process.getOutputStream().close();
            assertThat(process.waitFor(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(lines(output)).isEqualTo(Stream.of(BEFORE_EXPIRY, AFTER_EXPIRY).flatMap(List::stream).toList());
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodejs.mjs", "typescript.js"})
    void learns_at_its_start_whose_tokens_it_has(String script) throws Exception {
        var output = directory.resolve(script + ".output");
        var process = node(output, script, client.refreshToken());
        try {
            await("the life until then").atMost(LONG_ENOUGH).pollInterval(Duration.ofMillis(50)).until(
                    () -> !process.isAlive() || lines(output).contains("connected"));
            assertThat(lines(output)).startsWith("connected");
            // under this name the SDK keeps them
            assertThat(Files.readString(directory.resolve("tokens.txt"))).contains(EMAIL + ":" + organization.id());
        } finally {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodejs.mjs", "typescript.js"})
    void begins_with_a_grant_token_too(String script) throws Exception {
        var grant = server.admin().send("POST",
                organization.clientsPath(organization.asha()) + "/" + client.clientId() + "/grant_tokens", "{}").json()
                .get("grant_token").asString();
        var byGrantToken = directory.resolve("by-grant-token-" + script);
        var text = Files.readString(directory.resolve(script));
        assertThat(text).contains(".refreshToken(client.refreshToken)");
        Files.writeString(byGrantToken, text.replace(".refreshToken(client.refreshToken)",
                ".grantToken(client.refreshToken)"));
        var output = directory.resolve(byGrantToken.getFileName() + ".output");
        var process = node(output, byGrantToken.getFileName().toString(), grant);
        try {
            await("the life until then").atMost(LONG_ENOUGH).pollInterval(Duration.ofMillis(50)).until(
                    () -> !process.isAlive() || lines(output).contains("waiting"));
            assertThat(lines(output)).isEqualTo(BEFORE_EXPIRY);
        } finally {
            process.destroyForcibly();
        }
    }

    private Process node(Path output, String script, String token) throws IOException {
        // Its store of tokens would know the tokens of the script before.
        Files.deleteIfExists(directory.resolve("tokens.txt"));
        return new ProcessBuilder("node", "life.mjs", "./" + script, server.http().server(), client.clientId(),
                client.clientSecret(), token).directory(directory.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile()).start();
    }

    private int tokens(String... further) {
        var count = server.database().asOwner().queryForObject(
                "select count(*) from connected_workflow.access_token where client_id = ? " + String.join(" ", further),
                Integer.class, client.clientId());
        return count == null ? 0 : count;
    }

    private static List<String> lines(Path output) {
        try {
            return Files.readAllLines(output, UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        var output = directory.resolve("output");
        var process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile()).start();
        assertThat(process.waitFor(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(() -> Arrays.toString(command) + String.join("\n", lines(output))).isZero();
    }
}
