package io.connectedworkflow.testing;

import static io.connectedworkflow.testing.Http.WORKFLOWS;

/** Each endpoint about workflows and rules: those of section 4 of the contract, and what we add. */
public enum ContractEndpoint {
    /** 4.1. */
    CREATE_WORKFLOW("POST", "", "CREATE"),
    /** 4.2. */
    LIST_WORKFLOWS("GET", "", "READ"),
    /** 4.3. */
    GET_WORKFLOW("GET", "/{id}", "READ"),
    /** 4.4. */
    UPDATE_WORKFLOW("PUT", "/{id}", "UPDATE"),
    /** 4.5. */
    DELETE_WORKFLOW("DELETE", "/{id}", "DELETE"),
    /** 4.6. */
    ACTIVATE_WORKFLOW("PUT", "/{id}/actions/activate", "UPDATE"),
    /** 4.7. */
    DEACTIVATE_WORKFLOW("PUT", "/{id}/actions/deactivate", "UPDATE"),
    /** 4.8. */
    GET_CONFIGURATIONS("GET", "/actions/configurations", "READ"),
    /** 4.9. */
    CREATE_RULE("POST", "/{id}/rules", "CREATE"),
    /** 4.10. */
    LIST_RULES("GET", "/{id}/rules", "READ"),
    /** 4.11. */
    GET_RULE("GET", "/{id}/rules/{ruleId}", "READ"),
    /** 4.12. */
    UPDATE_RULE("PUT", "/{id}/rules/{ruleId}", "UPDATE"),
    /** 4.13. */
    DELETE_RULE("DELETE", "/{id}/rules/{ruleId}", "DELETE"),
    /** 4.14. */
    COUNT_ACTIONS("GET", "/{id}/rules/actions/actions_count", "READ"),
    /** An extension. */
    HISTORY("GET", "/{id}/history", "READ"),
    /** An extension. */
    DIFFERENCE("GET", "/{id}/diff", "READ"),
    /** An extension. */
    RESTORE("POST", "/{id}/actions/restore", "UPDATE");

    private final String method;
    private final String template;
    private final String operation;

    ContractEndpoint(String method, String template, String operation) {
        this.method = method;
        this.template = template;
        this.operation = operation;
    }

    /** Its method. */
    public String method() {
        return method;
    }

    /** Its path for a workflow and a rule, if it takes them. */
    public String path(String workflow, String rule) {
        return WORKFLOWS + template.replace("{id}", workflow).replace("{ruleId}", rule);
    }

    /** The end of its own scope. */
    public String operation() {
        return operation;
    }

    /** What it answers, in an organization that has no workflow, to a request that is let in and whose body is malformed. */
    public Expected answerWhereNothingIs() {
        return switch (this) {
            case CREATE_WORKFLOW -> Expected.UNREADABLE_BODY;
            case LIST_WORKFLOWS -> Expected.NOTHING;
            case GET_CONFIGURATIONS -> Expected.of(200, """
                {'configurations':{'connected_workflows_limit':5,'modules_limit_per_process':50,
                 'rules':{'limit_per_module':3,'actions':[{'name':'create_connected_record','limit':1},
                  {'name':'field_updates','limit':5},{'name':'email_notifications','limit':5}]}}}""");
            default -> Expected.UNKNOWN_WORKFLOW;
        };
    }
}
