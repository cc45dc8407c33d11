package io.connectedworkflow.infrastructure.rule;

import static io.connectedworkflow.infrastructure.rule.RuleRefusals.invalid;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.TestWorkflow;
import java.math.BigDecimal;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Which strings and numbers a rule can hold: section 1 of the contract. */
class RuleValueContractTest {

    private static final Http HTTP = RunningServer.shared().http();
    private static final Admin ADMIN = RunningServer.shared().admin();
    /** Never gets a rule. */
    private static final TestWorkflow EMPTY = new TestWorkflow(HTTP, ADMIN.organization());
    /** So many that the workflow is read from a snapshot in the end. */
    private static final int MANY = 250;
    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private static final String CRITERIA = "execute_when.details.criteria";
    private static final String CONDITION = "conditions[0].criteria_details.criteria";
    private static final String MAPPING = "conditions[0].instant_actions.actions[0].details.field_mappings[0]";

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0.5", "1.10", "12345678901234567890123456789012345678",
        "-12345678901234567890123456789012345678", "1234567890123456789012345678901234567.8",
        "0.1234567890123456789012345678901234567", "1e38", "1E+38", "1e-38", "-1.5E-38", "1e0",
        "12345678901234567890123456789012345678e38", "0.1234567890123456789012345678901234567e-38"})
    void keeps_a_number_of_38_digits_and_an_exponent_of_38(String number) {
        var workflow = new TestWorkflow(HTTP, ADMIN.organization());
        var rule = workflow.create(rule(workflow, number, "[" + number + "]", "{'x':" + number + "}"));
        var body = EXACT.readTree(workflow.get("/rules/" + rule).body());
        var expected = new BigDecimal(number);
        for (var pointer : new String[]{"/rules/0/execute_when/details/criteria/value",
            "/rules/0/conditions/0/criteria_details/criteria/value/0",
            "/rules/0/conditions/0/instant_actions/actions/0/details/field_mappings/0/value/x"}) {
            assertThat(body.at(pointer).decimalValue()).as(pointer).isEqualByComparingTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"123456789012345678901234567890123456789", "-123456789012345678901234567890123456789",
        "12345678901234567890123456789012345678.9", "0.12345678901234567890123456789012345678", "1e39", "1E+39",
        "1e-39", "-1.5E-39", "1e131072", "1e99999999999", "1e-99999999999999999999", "0e39"})
    void refuses_a_number_of_39_digits_or_an_exponent_of_39(String number) {
        EMPTY.post(rule(EMPTY, number, "'x'", "'x'")).mustBe(invalid(CRITERIA + ".value"));
        EMPTY.post(rule(EMPTY, "[1," + number + "]", "'x'", "'x'")).mustBe(invalid(CRITERIA + ".value[1]"));
        EMPTY.post(rule(EMPTY, "'x'", number, "'x'")).mustBe(invalid(CONDITION + ".value"));
        EMPTY.post(rule(EMPTY, "'x'", "'x'", "{'x':[" + number + "]}")).mustBe(invalid(MAPPING + ".value.x[0]"));
    }

    /** The key as JSON writes it, and where the fault lies then. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {'a.b[c':1e99} | a.b[c | .a.b[c
        {'a.b[c':[1,1e99]} | a.b[c | .a.b[c[1]
        {'a.b[c':{'.':1e99}} | . | .a.b[c..
        {'.':1e99} | . | ..
        {'[0]':1e99} | [0] | .[0]
        {'a]':[{'x':1e99}] } | x | .a][0].x
        {'':1e99} | `` | .
        {'..':[1e99]} | .. | ...[0]
        {'$':1e99} | $ | .$
        {'\\u0061.':1e99} | a. | .a.
        """)
    void tells_a_key_as_it_is_however_odd(String value, String key, String below) {
        EMPTY.post(rule(EMPTY, "'x'", "'x'", value)).mustBe(Expected.rule("INVALID_DATA", "invalid data",
                "'api_name':'%s','json_path':'$.rules[0].%s.value%s'".formatted(key, MAPPING, below)));
    }

    @Test
    void refuses_a_number_of_very_many_digits() {
        EMPTY.post(rule(EMPTY, "7".repeat(200_000), "'x'", "'x'")).mustBe(invalid(CRITERIA + ".value"));
        EMPTY.post(rule(EMPTY, "1e" + "7".repeat(200_000), "'x'", "'x'")).mustBe(invalid(CRITERIA + ".value"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\\u0001\\u001f\\u007f", "\uD83D\uDE80", "\\ud83d\\ude80", "\uFFFF",
        "<b>\\\"\\u0027",
        "\\\\u0000", "名前", "$.{x}"})
    void keeps_a_string_exactly_as_sent(String escaped) {
        var workflow = new TestWorkflow(HTTP, ADMIN.organization());
        var text = Http.JSON.readTree("\"" + escaped + "\"").asString();
        var rule = workflow.rule(workflow.create(
                rule(workflow, "'" + escaped + "'", "['" + escaped + "']", "{'" + escaped + "':'" + escaped + "'}")));
        assertThat(rule.at("/execute_when/details/criteria/value").asString()).isEqualTo(text);
        assertThat(rule.at("/conditions/0/criteria_details/criteria/value/0").asString()).isEqualTo(text);
        assertThat(rule.at("/conditions/0/instant_actions/actions/0/details/field_mappings/0/value"))
                .isEqualTo(Http.JSON.createObjectNode().put(text, text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "-0", "1.10", "1e38", "1E-38", "0e38", "1.5e1", "0.0000000000001",
        "12345678901234567890123456789012345678", "-12345678901234567890123456789012345678e-38", "true", "'x'",
        "[1,[2.0,null],{'a':1e2,'b':{}}]", "{'b':[1.0],'a':null}"})
    void what_is_sent_again_is_no_change(String value) {
        var workflow = new TestWorkflow(HTTP, ADMIN.organization());
        var rule = workflow.create(rule(workflow, value, value, value));
        var condition = workflow.rule(rule).at("/conditions/0");
        var change = """
            'execute_when':{'type':'field_update','details':{
              'criteria':{'field':{'api_name':'a'},'comparator':'equal','value':%1$s}}},
            'conditions':[{'id':'%2$s',
              'criteria_details':{'criteria':{'field':{'api_name':'a'},'comparator':'equal','value':%1$s}},
              'instant_actions':{'actions':[{'id':'%3$s','details':{'field_mappings':[
                {'field':{'api_name':'a'},'type':'static','value':%1$s}]}}]}}]"""
                .formatted(value, condition.get("id").asString(),
                        condition.at("/instant_actions/actions/0/id").asString());
        assertThat(workflow.version()).isEqualTo("\"4\"");
        workflow.put(rule, change).mustBe(Expected.ruleSuccess(200, rule, "rule updated successfully"));
        assertThat(workflow.version()).isEqualTo("\"4\"");
    }

    @Test
    void keeps_a_rule_through_very_many_changes() {
        var workflow = new TestWorkflow(HTTP, ADMIN.organization());
        var rule = workflow.create(rule(workflow, "1.10", "[{'x':1e38},null]", "{'y':[true,'\uD83D\uDE80']}"));
        var other = workflow.createRule(workflow.deal(), "Deals");
        var before = workflow.get("/rules/" + rule).body();
        for (var i = 0; i < MANY; i++) {
            workflow.put(other, "'execute_when':{'type':'%s'}".formatted(i % 2 == 0 ? "edit" : "create"))
                    .mustBe(Expected.ruleSuccess(200, other, "rule updated successfully"));
        }
        assertThat(workflow.version()).isEqualTo("\"" + (5 + MANY) + "\"");
        assertThat(workflow.get("/rules/" + rule).body()).isEqualTo(before);
        var criteria = "'criteria':{'field':{'api_name':'a'},'comparator':'equal','value':1.10}";
        workflow.put(rule, "'execute_when':{'type':'field_update','details':{" + criteria + "}}")
                .mustBe(Expected.ruleSuccess(200, rule, "rule updated successfully"));
        assertThat(workflow.version()).isEqualTo("\"" + (5 + MANY) + "\"");
        workflow.put(rule, "'execute_when':{'type':'field_update','details':{'repeat':true}}")
                .mustBe(Expected.ruleSuccess(200, rule, "rule updated successfully"));
        assertThat(workflow.get("/rules/" + rule).body())
                .isEqualTo(before.replace("\"repeat\":false", "\"repeat\":true"));
    }

    @ParameterizedTest
    @MethodSource("unstorable")
    void refuses_U_0000_and_half_of_a_surrogate_pair(String value, String below) {
        EMPTY.post(rule(EMPTY, value, "'x'", "'x'")).mustBe(invalid(CRITERIA + ".value" + below));
        EMPTY.post(rule(EMPTY, "'x'", value, "'x'")).mustBe(invalid(CONDITION + ".value" + below));
        EMPTY.post(rule(EMPTY, "'x'", "'x'", value)).mustBe(invalid(MAPPING + ".value" + below));
        EMPTY.get("/rules?module=Contacts").mustBe(Expected.NOTHING);
    }

    private static Stream<Arguments> unstorable() {
        return Stream.of("\\u0000", "a\\u0000b", "\\ud800", "\\udfff", "\\udc00\\ud800", "\uD83D\uDE80\\ud83d")
                .flatMap(text -> Stream.of(Arguments.of("'" + text + "'", ""),
                        Arguments.of("['x','" + text + "']", "[1]"),
                        Arguments.of("{'x':{'y':'" + text + "'}}", ".x.y"),
                        Arguments.of("{'" + text + "':5}", ""), Arguments.of("[5,{'x':{'" + text + "':5}}]", "[1].x")));
    }

    @Test
    void what_is_ignored_may_hold_anything() {
        var workflow = new TestWorkflow(HTTP, ADMIN.organization());
        var anything = "'x':[{'\\u0000':'\\ud800'},1e39," + "7".repeat(39) + ",{'\\udfff':0.1e-99999}]";
        var rule = workflow.create(rule(workflow, "1", "2", "3").replace("{'field'", "{" + anything + ",'field'"));
        assertThat(workflow.rule(rule).get("execute_when").get("details").get("criteria").propertyNames())
                .containsExactlyInAnyOrder("field", "comparator", "type", "value");
        workflow.put(rule, "'execute_when':{'type':'edit'," + anything + "}")
                .mustBe(Expected.ruleSuccess(200, rule, "rule updated successfully"));
    }

    private static String rule(TestWorkflow workflow, String compared, String condition, String mapped) {
        return """
            {'node':{'id':'%s'},'execute_when':{'type':'field_update','details':{
               'trigger_module':{'api_name':'Contacts'},
               'criteria':{'field':{'api_name':'a'},'comparator':'equal','value':%s}}},
             'conditions':[{'sequence_number':1,
               'criteria_details':{'criteria':{'field':{'api_name':'a'},'comparator':'equal','value':%s}},
               'instant_actions':{'actions':[{'type':'create_connected_record',
                 'details':{'module':{'api_name':'Deals'},'layout':{'id':'1'},'field_mappings':[
                   {'field':{'api_name':'a'},'type':'static','value':%s}]}}]}}]}"""
                .formatted(workflow.root(), compared, condition, mapped);
    }
}
