package io.connectedworkflow.infrastructure.workflow;

import static io.connectedworkflow.testing.Expected.item;
import static io.connectedworkflow.testing.TestOrganization.created;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Creating workflows over HTTP: sections 4.1 and 2 (rows 12 and 13) of the contract. */
class CreateContractTest {

    private static final Admin ADMIN = RunningServer.shared().admin();
    /** Nothing is ever created in it. */
    private static final TestOrganization EMPTY = ADMIN.organization();

    private static final String CONTACTS = "4876876000000002179";
    private static final String DEALS = "4876876000000002181";
    private static final String NOTES = "4876876000000002209";
    private static final String GOOD_NAME = "'name':'contacts-process'";
    private static final String GOOD_MODULE = "'primary_module':{'api_name':'Contacts'}";
    private static final String EMOJI = "\uD83D\uDE80";
    private static final String TWO_THOUSAND_DIGITS = "7".repeat(2000);

    private static final String REGEX = "[0-9a-zA-Z_\\-\\\\.\\|\\$\\?\\,\\'\\/\\!\\P{InBasicLatin}\\s]+";
    private static final Expected NAME_TAKEN = item("DUPLICATE_DATA", "Duplicate connected workflow name", at("name"));
    private static final Expected MODULE_TAKEN = limitReached(1, at("primary_module"));

    /** One field of an item, and how the contract answers to it; single quotes stand for double ones. */
    record Fault(String field, Expected answer) {

        // Behind the others, so that the order of the fields in the body is not that of the contract.
        Reply sentWith(String... otherFields) {
            return EMPTY.postItem(json(Stream.concat(Stream.of(otherFields), Stream.of(field))));
        }

        Stream<String> goodOtherFields() {
            return Stream.of(GOOD_NAME, GOOD_MODULE)
                    .filter(good -> !field.startsWith(good.substring(0, good.indexOf(':'))));
        }
    }

    @Test
    void creates_the_sample() {
        var organization = ADMIN.organization();
        created(organization.postItem(json("'name':'contacts-process','description':'from first call to invoice'",
                "'primary_module':{'api_name':'Contacts','id':'4876876000000002179'}")));
    }

    @ParameterizedTest
    @MethodSource("goodNames")
    void keeps_a_good_name_exactly_as_sent(String name) {
        var organization = ADMIN.organization();
        var id = organization.create(name, "Contacts");
        assertThat(organization.get(id).json().at("/connected_workflows/0/name").asString()).isEqualTo(name);
    }

    private static Stream<String> goodNames() {
        return Stream.of("a", "abcdefghijklmnopqrstuvwxyz0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "_-\\.|$?,'/!",
                "a\t\n\u000B\f\rb", "  spaces kept  ", "n".repeat(50), EMOJI.repeat(50), "e\u0301".repeat(25), "\u00E9",
                "\u0080", "\u0085", "\u00A0", "\u200B", "\uFEFF", "\uFFFF", "\uDBFF\uDFFF", "\u0130", "名前", "' --", ".",
                "null");
    }

    @Test
    void reads_a_pair_of_escaped_surrogates_as_one_character() {
        var organization = ADMIN.organization();
        var id = created(organization.postItem(json("'name':'" + "\\ud83d\\ude80".repeat(50) + "'", GOOD_MODULE)));
        assertThat(organization.get(id).json().at("/connected_workflows/0/name").asString())
                .isEqualTo(EMOJI.repeat(50));
    }

    @ParameterizedTest
    @MethodSource("goodDescriptions")
    void keeps_a_good_description_exactly_as_sent(String description) {
        var organization = ADMIN.organization();
        var item = Http.JSON.createObjectNode().put("name", "a").put("description", description);
        item.putObject("primary_module").put("api_name", "Contacts");
        var id = created(organization.postItem(item.toString()));
        assertThat(organization.get(id).json().at("/connected_workflows/0/description").asString())
                .isEqualTo(description);
    }

    private static Stream<String> goodDescriptions() {
        return Stream.of("", " ", "d".repeat(500), EMOJI.repeat(500), "\u0001\u001F\u007F\u0085\uFFFF", "<b>\"&\\u0000",
                "\r\n\t", "\u2028\u2029");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'primary_module':{'api_name':'Contacts'}", "'primary_module':{'id':'4876876000000002179'}",
        "'primary_module':{'api_name':'Contacts','id':null}",
        "'primary_module':{'api_name':null,'id':'4876876000000002179'}",
        "'primary_module':{'id':'4876876000000002179','api_name':'Contacts'},'description':null"})
    void takes_a_module_by_name_or_by_id_or_by_both(String module) {
        var organization = ADMIN.organization();
        var id = created(organization.postItem(json(GOOD_NAME, module)));
        var workflow = organization.get(id).json().at("/connected_workflows/0");
        assertThat(workflow.get("primary_module"))
                .isEqualTo(Http.JSON.readTree("{\"id\":\"" + CONTACTS + "\",\"api_name\":\"Contacts\"}"));
        assertThat(workflow.get("description").isNull()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void refuses_a_fault(Fault fault) {
        fault.sentWith(fault.goodOtherFields().toArray(String[]::new)).mustBe(fault.answer);
    }

    private static Stream<Fault> faults() {
        return Stream.of(nameFaults(), descriptionFaults(), moduleFaults()).flatMap(List::stream)
                .filter(fault -> !fault.field.isEmpty());
    }

    @Test
    void refuses_what_is_missing() {
        EMPTY.postItem("{}").mustBe(missing("name"));
        EMPTY.postItem(json(GOOD_MODULE)).mustBe(missing("name"));
        EMPTY.postItem(json(GOOD_NAME)).mustBe(missing("primary_module"));
        EMPTY.postItem(json(GOOD_NAME, "'Primary_Module':{'api_name':'Contacts'}")).mustBe(missing("primary_module"));
        EMPTY.postItem(json("'Name':'a'", GOOD_MODULE)).mustBe(missing("name"));
    }

    @Test
    void answers_with_the_first_of_two_faults_in_the_order_of_the_fields() {
        for (var name : ofEachKind(nameFaults())) {
            ofEachKind(descriptionFaults())
                    .forEach(later -> name.sentWith(later.field, GOOD_MODULE).mustBe(name.answer));
            ofEachKind(moduleFaults()).forEach(later -> name.sentWith(later.field).mustBe(name.answer));
        }
        for (var description : ofEachKind(descriptionFaults())) {
            ofEachKind(moduleFaults())
                    .forEach(later -> description.sentWith(GOOD_NAME, later.field).mustBe(description.answer));
        }
        EMPTY.list().mustBe(Expected.NOTHING);
    }

    @Test
    void answers_with_a_fault_of_a_field_before_one_of_state() {
        var full = ADMIN.organization(document -> document.putObject("limits").put("connected_workflows_limit", 1));
        full.create("contacts-process", "Contacts");
        ofEachKind(nameFaults()).forEach(fault -> full.postItem(json(fault.field, GOOD_MODULE)).mustBe(fault.answer));
        ofEachKind(descriptionFaults())
                .forEach(fault -> full.postItem(json(GOOD_NAME, fault.field, GOOD_MODULE)).mustBe(fault.answer));
        ofEachKind(moduleFaults()).forEach(fault -> full.postItem(json(GOOD_NAME, fault.field)).mustBe(fault.answer));
    }

    @Test
    void a_refused_creation_leaves_nothing_behind() {
        var organization = ADMIN.organization();
        ofEachKind(faults().toList()).forEach(fault -> organization.postItem(json(fault.field)));
        organization.create("first", "Contacts");
        organization.tryToCreate("first", "Deals").mustBe(NAME_TAKEN);
        organization.tryToCreate("second", "Contacts").mustBe(MODULE_TAKEN);
        organization.create("second", "Deals");
        assertThat(organization.list().json().get("connected_workflows").valueStream()
                .map(workflow -> workflow.get("sequence_number").asInt())).containsExactly(1, 2);
    }

    // One of those that get the same answer.
    private static Collection<Fault> ofEachKind(List<Fault> faults) {
        return faults.stream().collect(Collectors.toMap(Fault::answer, fault -> fault, (first, other) -> other))
                .values();
    }

    private static List<Fault> nameFaults() {
        var tooLong = item("INVALID_DATA", "Name field exceeds maximum length of 50 characters",
                "'maximum_length':50," + at("name"));
        var notMatching = item("INVALID_DATA", "The value of the name field does not match the allowed regex pattern",
                "'regex':" + Http.JSON.writeValueAsString(REGEX).replace("'", "\\u0027") + "," + at("name"));
        return Stream.of(Stream.of(new Fault("", missing("name")), new Fault("'name':null", missing("name"))),
                Stream.of("5", "0", "-1.5", "1e131072", TWO_THOUSAND_DIGITS, "true", "false", "[]", "['a']", "{}",
                        "{'name':'a'}").map(value -> new Fault("'name':" + value, wrongType("text", "name"))),
                Stream.of("", " ", "\\t\\n\\u000b\\f\\r", "\\u001c\\u001d\\u001e\\u001f", "\\u2003\\u3000",
                        " ".repeat(51)).map(value -> new Fault("'name':'" + value + "'", missing("name"))),
                Stream.of("n".repeat(51), EMOJI.repeat(51), "#".repeat(51), "\\u0000".repeat(51), "\\ud800".repeat(51),
                        "n".repeat(50) + " ", "e\\u0301".repeat(26))
                        .map(value -> new Fault("'name':'" + value + "'", tooLong)),
                Stream.of("\\\"", "#", "%", "&", "(", ")", "*", "+", ":", ";", "<", "=", ">", "@", "[", "]", "^", "{",
                        "}", "~", "`", "\\u0000", "\\u0001", "\\b", "\\u000e", "\\u001b", "\\u001c", "\\u001f",
                        "\\u007f", "\u007F", "\\ud800", "\\udc00", "\\udc00\\ud800", EMOJI + "\\ud83d")
                        .flatMap(value -> Stream.of("a" + value, value + "a"))
                        .map(value -> new Fault("'name':'" + value + "'", notMatching)))
                .flatMap(faults -> faults).toList();
    }

    private static List<Fault> descriptionFaults() {
        var tooLong = item("INVALID_DATA", "invalid data", "'maximum_length':500," + at("description"));
        var invalid = item("INVALID_DATA", "invalid data", at("description"));
        return Stream.of(
                Stream.of("5", "1e131072", TWO_THOUSAND_DIGITS, "true", "['a']", "{}")
                        .map(value -> new Fault("'description':" + value, wrongType("text", "description"))),
                Stream.of("d".repeat(501), EMOJI.repeat(501), " ".repeat(501), "\\u0000".repeat(501),
                        "d".repeat(500) + "\\ud800")
                        .map(value -> new Fault("'description':'" + value + "'", tooLong)),
                Stream.of("\\u0000", "a\\u0000b", "\\ud800", "\\udfff", "\\udc00\\ud800", "d".repeat(499) + "\\ud800")
                        .map(value -> new Fault("'description':'" + value + "'", invalid)))
                .flatMap(faults -> faults).toList();
    }

    private static List<Fault> moduleFaults() {
        var apiNameInvalid = item("INVALID_DATA", "The module is invalid", at("primary_module.api_name"));
        var idInvalid = item("INVALID_DATA", "The module is invalid", at("primary_module.id"));
        var apiNameNoText = wrongType("text", "primary_module.api_name");
        var idNoText = wrongType("text", "primary_module.id");
        var neither = item("EXPECTED_FIELD_MISSING", "Expected field missing",
                "'expected_fields':[{" + at("primary_module.api_name") + "},{" + at("primary_module.id") + "}]");
        var different = item("AMBIGUITY_DURING_PROCESSING", "Ambiguity while processing the request",
                "'ambiguity_due_to':[{" + at("primary_module.id") + "},{" + at("primary_module.api_name") + "}]");
        return Stream.of(
                Stream.of(new Fault("", missing("primary_module")),
                        new Fault("'primary_module':null", missing("primary_module"))),
                Stream.of("5", "1e131072", "'Contacts'", "true", "[]", "[{'api_name':'Contacts'}]")
                        .map(value -> new Fault("'primary_module':" + value,
                                wrongType("jsonobject", "primary_module"))),
                modules(apiNameNoText, "'api_name':5", "'api_name':1e131072", "'api_name':true", "'api_name':[]",
                        "'api_name':{}", "'api_name':5,'id':5", "'api_name':5,'id':'x'",
                        "'id':'" + CONTACTS + "','api_name':5"),
                modules(idNoText, "'id':5", "'id':" + CONTACTS, "'id':" + CONTACTS + ".0", "'id':1e131072",
                        "'id':" + TWO_THOUSAND_DIGITS, "'id':true", "'id':[]", "'id':{}", "'api_name':'Nope','id':5",
                        "'api_name':'Notes','id':5", "'api_name':'Contacts','id':" + CONTACTS),
                modules(neither, "", "'api_name':null", "'id':null", "'api_name':null,'id':null", "'name':'Contacts'",
                        "'API_NAME':'Contacts','Id':'" + CONTACTS + "'"),
                modules(apiNameInvalid, "'api_name':'Nope'", "'api_name':'contacts'", "'api_name':' Contacts'",
                        "'api_name':''", "'api_name':'" + CONTACTS + "'", "'api_name':'Notes'",
                        "'api_name':'Attachments'", "'api_name':'Contacts\\u0000'", "'api_name':'\\ud800'",
                        "'api_name':'" + "x".repeat(10_000) + "'", "'api_name':'Nope','id':null",
                        "'api_name':'Nope','id':'Nope'", "'api_name':'Nope','id':'" + CONTACTS + "'",
                        "'api_name':'Notes','id':'" + NOTES + "'", "'id':'Nope','api_name':'Nope'"),
                modules(idInvalid, "'id':'Nope'", "'id':''", "'id':'Contacts'", "'id':'0" + CONTACTS + "'",
                        "'id':' " + CONTACTS + "'", "'id':'" + NOTES + "'", "'id':'99999999999999999999'",
                        "'id':'\\u0000'", "'api_name':null,'id':'1'", "'api_name':'Contacts','id':'Nope'",
                        "'api_name':'Contacts','id':''", "'api_name':'Contacts','id':'" + NOTES + "'"),
                modules(different, "'api_name':'Contacts','id':'" + DEALS + "'",
                        "'id':'" + CONTACTS + "','api_name':'Deals'"))
                .flatMap(faults -> faults).toList();
    }

    private static Stream<Fault> modules(Expected answer, String... contents) {
        return Stream.of(contents).map(content -> new Fault("'primary_module':{" + content + "}", answer));
    }

    @ParameterizedTest
    @MethodSource("unknownKeys")
    void ignores_unknown_keys_at_every_level(String unknown) {
        var organization = ADMIN.organization();
        created(organization
                .post("{%1$s,'connected_workflows':[{%1$s,'name':'a','primary_module':{%1$s,'api_name':'Contacts'}}]}"
                        .formatted(unknown).replace('\'', '"')));
    }

    private static Stream<String> unknownKeys() {
        return Stream.of("'x':null", "'x':'\\u0000'", "'\\u0000':1", "'\\ud800':'\\udfff'", "'x':1e131072",
                "'x':-1E-131072", "'x':" + TWO_THOUSAND_DIGITS, "'x':0." + TWO_THOUSAND_DIGITS,
                "'x':" + "[".repeat(90) + "]".repeat(90), "'x':" + "{'y':".repeat(90) + "1" + "}".repeat(90),
                "'x':'" + "y".repeat(50_000) + "'", "'" + "x".repeat(50_000) + "':1", "'':''",
                "'status':'active','sequence_number':99,'nodes':[1],'created_by':{'id':'1'},'rules':0");
    }

    @Test
    void ignores_an_id_in_the_item() {
        var organization = ADMIN.organization();
        var id = created(organization.postItem(json("'id':'4876876000019340001'", GOOD_NAME, GOOD_MODULE)));
        assertThat(id).isNotEqualTo("4876876000019340001");
    }

    @ParameterizedTest
    @MethodSource("sameNames")
    void refuses_a_name_that_is_the_same_to_a_reader(List<String> names) {
        var organization = ADMIN.organization();
        organization.create(names.getFirst(), "Contacts");
        organization.tryToCreate(names.getLast(), "Deals").mustBe(NAME_TAKEN);
    }

    private static Stream<List<String>> sameNames() {
        return Stream.of(List.of("a", "a"), List.of("Contacts Process", "cONTACTS pROCESS"), List.of(" a", "a"),
                List.of("a", "a\t\r\n "), List.of("\u00E9", "e\u0301"), List.of("E\u0301", "\u00E9"),
                List.of("\u2003a\u3000", "A"), List.of("ΑΒΓ", "αβγ"), List.of("\u212B", "\u00E5"),
                List.of("\u0130", "i\u0307"), List.of("Я", "я"), List.of("\uD801\uDC00", "\uD801\uDC28"));
    }

    @ParameterizedTest
    @MethodSource("differentNames")
    void takes_a_name_that_is_another_one_to_a_reader(List<String> names) {
        var organization = ADMIN.organization();
        organization.create(names.getFirst(), "Contacts");
        organization.create(names.getLast(), "Deals");
    }

    private static Stream<List<String>> differentNames() {
        return Stream.of(List.of("a", "b"), List.of("a b", "a  b"), List.of("ß", "ss"), List.of("\uFB01", "fi"),
                List.of("e", "\u00E9"), List.of("\u00A0a", "a"), List.of("a\u200B", "a"), List.of("\u2460", "1"));
    }

    @Test
    void refuses_a_second_workflow_of_a_module_however_the_module_is_named() {
        var organization = ADMIN.organization();
        organization.create("first", "Contacts");
        for (var module : List.of("'api_name':'Contacts'", "'id':'" + CONTACTS + "'",
                "'api_name':'Contacts','id':'" + CONTACTS + "'")) {
            organization.postItem(json("'name':'second'", "'primary_module':{" + module + "}")).mustBe(MODULE_TAKEN);
        }
    }

    @ParameterizedTest
    @CsvSource({"standard, 5", "professional, 10", "enterprise, 25", "ultimate, 50"})
    void refuses_more_workflows_than_the_edition_allows(String edition, int limit) {
        var organization = ADMIN.organization(document -> document.put("edition", edition));
        organization.giveModules(limit + 1);
        IntStream.rangeClosed(1, limit).forEach(i -> organization.create("workflow " + i, "Module" + i));
        organization.tryToCreate("one more", "Module" + (limit + 1)).mustBe(limitReached(limit));
        assertThat(organization.list().json().get("connected_workflows")).hasSize(limit);
    }

    @Test
    void refuses_more_workflows_than_the_organization_s_own_limit_allows() {
        var organization = ADMIN.organization(
                document -> document.putObject("limits").put("connected_workflows_limit", 0));
        organization.tryToCreate("a", "Contacts").mustBe(limitReached(0));
        organization.change(document -> document.putObject("limits").put("connected_workflows_limit", 1));
        organization.create("a", "Contacts");
        organization.tryToCreate("b", "Deals").mustBe(limitReached(1));
        organization.change(document -> document.remove("limits"));
        organization.create("b", "Deals");
        organization.change(document -> document.putObject("limits").put("connected_workflows_limit", 1));
        organization.tryToCreate("c", "Leads").mustBe(limitReached(1));
    }

    @Test
    void decides_by_the_name_then_by_the_module_then_by_the_limit() {
        var organization = ADMIN.organization(
                document -> document.putObject("limits").put("connected_workflows_limit", 1));
        organization.create("taken", "Contacts");
        organization.tryToCreate("taken", "Contacts").mustBe(NAME_TAKEN);
        organization.tryToCreate("taken", "Deals").mustBe(NAME_TAKEN);
        organization.tryToCreate("free", "Contacts").mustBe(MODULE_TAKEN);
        organization.tryToCreate("free", "Deals").mustBe(limitReached(1));
    }

    @Test
    void a_retry_is_a_duplicate() {
        var organization = ADMIN.organization();
        var item = json(GOOD_NAME, GOOD_MODULE);
        created(organization.postItem(item));
        organization.postItem(item).mustBe(NAME_TAKEN);
        organization.postItem(item).mustBe(NAME_TAKEN);
    }

    @Test
    void names_modules_and_limits_are_counted_per_organization() {
        ADMIN.organization().create("shared", "Contacts");
        ADMIN.organization().create("shared", "Contacts");
    }

    @Test
    void of_requests_at_once_with_one_name_one_succeeds() {
        var organization = ADMIN.organization();
        organization.giveModules(8);
        var replies = atOnce(8, i -> organization.tryToCreate("wanted", "Module" + (i + 1)));
        assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(1);
        replies.stream().filter(reply -> reply.status() != 201).forEach(reply -> reply.mustBe(NAME_TAKEN));
    }

    @Test
    void of_requests_at_once_for_one_module_one_succeeds() {
        var organization = ADMIN.organization();
        var replies = atOnce(8, i -> organization.tryToCreate("workflow " + i, "Contacts"));
        assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(1);
        replies.stream().filter(reply -> reply.status() != 201).forEach(reply -> reply.mustBe(MODULE_TAKEN));
    }

    @Test
    void of_requests_at_once_as_many_succeed_as_the_limit_allows() {
        var organization = ADMIN.organization(document -> document.put("edition", "standard"));
        organization.giveModules(12);
        var replies = atOnce(12, i -> organization.tryToCreate("workflow " + i, "Module" + (i + 1)));
        assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(5);
        replies.stream().filter(reply -> reply.status() != 201).forEach(reply -> reply.mustBe(limitReached(5)));
        assertThat(organization.list().json().get("connected_workflows").valueStream()
                .map(workflow -> workflow.get("sequence_number").asInt())).containsExactly(1, 2, 3, 4, 5);
    }

    private static List<Reply> atOnce(int requests, IntFunction<Reply> request) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = IntStream.range(0, requests).mapToObj(i -> (Callable<Reply>) () -> request.apply(i)).toList();
            return threads.invokeAll(calls).stream().map(CreateContractTest::result).toList();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static Reply result(Future<Reply> call) {
        try {
            return call.get();
        } catch (ExecutionException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String json(String... fields) {
        return json(Stream.of(fields));
    }

    private static String json(Stream<String> fields) {
        return "{" + String.join(",", fields.filter(field -> !field.isEmpty()).toList()).replace('\'', '"') + "}";
    }

    private static Expected missing(String field) {
        return item("MANDATORY_NOT_FOUND", "Required field not found", at(field));
    }

    private static Expected wrongType(String type, String field) {
        return item("INVALID_DATA", "invalid data", "'expected_data_type':'" + type + "'," + at(field));
    }

    private static Expected limitReached(int limit) {
        return limitReached(limit, "'api_name':'connected_workflows','json_path':'$.connected_workflows'");
    }

    private static Expected limitReached(int limit, String dueTo) {
        return item("LIMIT_EXCEEDED", "Cannot create more connected workflows due to edition limits or because only "
                + "one connected workflow is allowed per primary module.",
                "'limit':" + limit + ",'limit_due_to':[{" + dueTo + "}]");
    }

    private static String at(String field) {
        return "'api_name':'%s','json_path':'$.connected_workflows[0].%s'"
                .formatted(field.substring(field.lastIndexOf('.') + 1), field);
    }
}
